(() => {
	const flags_of = (row, filters, more) => ({
		list: "Review Flag",
		filters: { date: ["between", [filters.from_date, filters.to_date]], kind: row.kind_key, ...more },
	});

	dianjian.report("Flags Raised", {
		filters: [dianjian.filter.from(), dianjian.filter.to(), dianjian.filter.centre()],
		drill: {
			raised: (row, filters) => flags_of(row, filters, {}),
			open: (row, filters) => flags_of(row, filters, { result: ["is", "not set"] }),
			in_order: (row, filters) => flags_of(row, filters, { result: "In Order" }),
			not_in_order: (row, filters) => flags_of(row, filters, { result: "Not in Order" }),
		},
	});
})();
