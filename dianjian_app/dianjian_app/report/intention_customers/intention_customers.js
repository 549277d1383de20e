dianjian.report("Intention Customers", {
	filters: [
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		dianjian.filter.source(),
		dianjian.filter.grade(),
		dianjian.filter.choice("state", __("State"), [
			"Every State",
			"Not Invited Yet",
			"Invited",
			"Visited",
			"Deal",
		]),
		{ fieldname: "from_date", label: __("Last Connected From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("Last Connected To"), fieldtype: "Date" },
	],
});
