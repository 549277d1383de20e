dianjian.report("Overtime Worked", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{ fieldname: "agent", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
	],
	drill: {
		hours: (row, { from_date, to_date }) => ({
			list: "Staff Day Result",
			filters: {
				agent: row.agent,
				booked_on: ["between", [from_date, to_date]],
				overtime_minutes: ["!=", 0],
			},
		}),
	},
});
