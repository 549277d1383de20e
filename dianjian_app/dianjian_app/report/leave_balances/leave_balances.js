dianjian.report("Leave Balances", {
	filters: [
		{ fieldname: "until", label: __("As Of"), fieldtype: "Date", default: dianjian.today() },
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{ fieldname: "staff", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
	],
	drill: {
		left: (row) => ({
			list: "Leave Balance Entry",
			filters: { staff: row.agent, leave_type: row.leave_type },
		}),
	},
});
