dianjian.report("Due Follow-ups", {
	filters: [
		{ fieldname: "until", label: __("Due Until"), fieldtype: "Date", default: dianjian.today() },
		dianjian.filter.choice("numbers", __("Follow-up No."), [
			"Every Number",
			"1st to 3rd",
			"4th to 11th",
			"12th and Later",
		]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		dianjian.filter.source(),
		dianjian.filter.grade(),
	],
});
