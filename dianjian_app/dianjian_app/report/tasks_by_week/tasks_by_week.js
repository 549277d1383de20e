dianjian.report("Tasks by Week", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{ fieldname: "agent", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
		dianjian.filter.choice("position", __("Position"), [
			"Every Position",
			"Customer Service",
			"Telesales Agent",
			"Sales Consultant",
			"Sales Group Leader",
			"Sales Assistant",
			"Front Desk",
			"Planning",
			"Administration",
			"Department Manager",
		]),
	],
	drill: {
		overdue: ({ user, week_start, week_end }) => ({
			list: "ToDo",
			filters: { allocated_to: user, status: "Open", date: ["between", [week_start, week_end]] },
		}),
	},
});
