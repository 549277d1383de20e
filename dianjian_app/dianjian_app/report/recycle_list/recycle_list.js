dianjian.report("Recycle List", {
	filters: [
		{
			fieldname: "until",
			label: __("Due Until"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(dianjian.today(), 7),
		},
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		dianjian.filter.source(),
		dianjian.filter.grade(),
	],
});
