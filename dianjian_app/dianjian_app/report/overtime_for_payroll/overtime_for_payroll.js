(() => {
	// the days behind a person's minutes, each with its applications and punches
	const days = (row, filters) => ({
		list: "Staff Day Result",
		filters: {
			agent: row.agent,
			overtime_minutes: ["!=", 0],
			booked_on: ["between", dianjian.days_of(filters.month)],
		},
	});

	dianjian.report("Overtime for Payroll", {
		filters: [
			dianjian.filter.month(1),
			dianjian.filter.centre(),
			{ fieldname: "agent", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
		],
		drill: {
			workday_minutes: days,
			rest_day_minutes: days,
			holiday_minutes: days,
			lieu_minutes: days,
			weighted_minutes: days,
		},
	});
})();
