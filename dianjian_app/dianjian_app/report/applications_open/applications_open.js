dianjian.report("Applications Open", {
	filters: [
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{ fieldname: "staff", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
	],
	drill: { waiting: (row) => [row.doctype, row.request] },
});
