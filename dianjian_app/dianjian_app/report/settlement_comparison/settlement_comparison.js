(() => {
	// an agent's rules first, then the month's settlement
	const below = (row, filters, month) => {
		if (filters.by !== "Rule" && row.agent)
			return { report: "Settlement Comparison", filters: { by: "Rule", agent: row.agent } };
		const found = { month };
		if (filters.centre) found.centre = filters.centre;
		return { list: "Incentive Settlement", filters: found };
	};
	const before = (month) => frappe.datetime.add_months(`${month}-01`, -1).slice(0, 7);

	dianjian.report("Settlement Comparison", {
		filters: [
			dianjian.filter.centre(),
			dianjian.filter.month(1),
			dianjian.filter.agent(),
			dianjian.filter.choice("by", __("Rows"), ["Telesales Agent", "Rule"]),
		],
		drill: {
			now: (row, filters) => below(row, filters, filters.month),
			then: (row, filters) => below(row, filters, before(filters.month)),
		},
	});
})();
