(() => {
	const STEPS = ["CV", "Written Test", "Interview", "Accepted", "Hired"];
	// the candidates behind a figure: those who reached a step, or ended in a stage
	const candidates = (row, filters, more = {}) => ({
		list: "Sales Candidate",
		filters: {
			...(row.key ? { source: row.key } : {}),
			applied_on: ["between", [filters.from_date, filters.to_date]],
			...more,
		},
	});
	const reached = (step) => (row, filters) =>
		candidates(row, filters, { furthest: ["in", STEPS.slice(STEPS.indexOf(step))] });

	dianjian.report("Candidate Funnel", {
		filters: [
			dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -3)),
			dianjian.filter.to(),
			dianjian.filter.centre(),
			dianjian.filter.group(),
		],
		drill: {
			candidates: (row, filters) => candidates(row, filters),
			tested: reached("Written Test"),
			interviewed: reached("Interview"),
			accepted: reached("Accepted"),
			hired: reached("Hired"),
			rejected: (row, filters) => candidates(row, filters, { stage: "Rejected" }),
			withdrawn: (row, filters) => candidates(row, filters, { stage: "Withdrawn" }),
		},
	});
})();
