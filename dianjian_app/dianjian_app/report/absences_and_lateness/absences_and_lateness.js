(() => {
	const days_with = (row, { from_date, to_date }, field) => ({
		list: "Staff Day Result",
		filters: { agent: row.agent, booked_on: ["between", [from_date, to_date]], [field]: ["!=", 0] },
	});
	const figures = [
		"absent_days",
		"late_times",
		"late_minutes",
		"early_times",
		"early_minutes",
		"missing_punches",
	];
	dianjian.report("Absences and Lateness", {
		filters: [
			dianjian.filter.from(),
			dianjian.filter.to(),
			dianjian.filter.centre(),
			dianjian.filter.group(),
			{ fieldname: "agent", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
		],
		drill: dianjian.each(figures, days_with),
	});
})();
