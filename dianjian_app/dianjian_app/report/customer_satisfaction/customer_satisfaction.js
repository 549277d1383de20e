(() => {
	// the documents behind a figure of an agent, a group or a month
	const documents_of = (doctype, day, row, filters, more) => {
		const found = {
			...more,
			[day]: [
				"between",
				filters.by === "Month" ? dianjian.days_of(row.key) : [filters.from_date, filters.to_date],
			],
		};
		if (filters.by === "Telesales Agent") found.agent = row.key;
		if (filters.by === "Sales Group") found.sales_group = row.key;
		return { list: doctype, filters: found };
	};

	dianjian.report("Customer Satisfaction", {
		filters: [
			dianjian.filter.from(),
			dianjian.filter.to(),
			dianjian.filter.centre(),
			dianjian.filter.group(),
			dianjian.filter.agent(),
			dianjian.filter.choice("by", __("Rows"), ["Telesales Agent", "Sales Group", "Month"]),
		],
		drill: {
			surveys: (row, filters) => documents_of("Customer Survey", "date", row, filters),
			complaints: (row, filters) =>
				documents_of("Customer Complaint", "received_on", row, filters, { kind: "Complaint" }),
			praise: (row, filters) => documents_of("Customer Praise", "date", row, filters),
		},
	});
})();
