dianjian.report("Long Weeks", {
	filters: [
		dianjian.filter.month(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{ fieldname: "agent", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
	],
});
