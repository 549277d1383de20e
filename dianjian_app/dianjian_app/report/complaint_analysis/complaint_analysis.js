(() => {
	// the documents behind a figure of a category, a department or a month
	const documents_of = (row, filters, more) => {
		const days = filters.by === "Month" ? dianjian.days_of(row.key) : [filters.from_date, filters.to_date];
		const found = { received_on: ["between", days], ...more };
		if (filters.by === "Category") found.category = row.key;
		if (filters.by === "Responsible Department") found.department = row.key;
		return { list: "Customer Complaint", filters: found };
	};

	dianjian.report("Complaint Analysis", {
		filters: [
			dianjian.filter.from(),
			dianjian.filter.to(),
			dianjian.filter.centre(),
			dianjian.filter.group(),
			dianjian.filter.choice("by", __("Rows"), ["Category", "Responsible Department", "Month"]),
		],
		drill: {
			complaints: (row, filters) => documents_of(row, filters, { kind: "Complaint" }),
			major: (row, filters) => documents_of(row, filters, { kind: "Complaint", severity: "Major" }),
			opinions: (row, filters) => documents_of(row, filters, { kind: ["!=", "Complaint"] }),
			open: (row, filters) => documents_of(row, filters, { stage: ["in", ["Received", "In Progress"]] }),
			overdue: (row, filters) =>
				documents_of(row, filters, {
					stage: ["in", ["Received", "In Progress"]],
					due_on: ["<", dianjian.today()],
				}),
			solved: (row, filters) => documents_of(row, filters, { stage: ["in", ["Solved", "Closed"]] }),
			satisfied: (row, filters) => documents_of(row, filters, { customer_satisfied: "Satisfied" }),
			unsatisfied: (row, filters) => documents_of(row, filters, { customer_satisfied: "Not Satisfied" }),
		},
	});
})();
