dianjian.report("Settlement Comparison", {
	filters: [dianjian.filter.centre(), dianjian.filter.month(1), dianjian.filter.choice("by", __("Rows"), ["Telesales Agent", "Rule"])],
	drill: {
		now: (row) => row.agent && { list: "Incentive Entry", filters: { agent: row.agent, ...(row.family ? { family: row.family } : {}) } },
	},
});
