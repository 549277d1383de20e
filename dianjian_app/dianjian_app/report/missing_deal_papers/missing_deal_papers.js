dianjian.report("Missing Deal Papers", {
	filters: [
		dianjian.filter.choice("due", __("Due"), ["Whenever", "Overdue", "This Week"]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{
			fieldname: "responsible",
			label: __("Responsible"),
			fieldtype: "Link",
			options: "Sales Staff",
		},
	],
});
