dianjian.report("Staff Ranking", {
	filters: [
		dianjian.filter.choice("span", __("Span"), ["Month", "Quarter", "Year"]),
		dianjian.filter.month(),
		dianjian.filter.choice("by", __("Rows"), ["Telesales Agent", "Sales Group"]),
		dianjian.filter.choice("population", __("Who"), ["Established", "Probation", "All"]),
		dianjian.filter.choice("ranked_by", __("Ranked By"), ["Visits, Deals, Amount", "Deals, Amount, Visits", "Invitations, Visits, Deals"]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
	],
	drill: {
		visits: (row, filters) => ({
			list: "Visit Confirmation",
			filters: {
				[filters.by === "Sales Group" ? "sales_group" : "agent"]: row.key,
				...(filters.span === "Month" ? { counted_on: ["between", dianjian.days_of(filters.month)] } : { outcome: "Counted" }),
			},
		}),
	},
	shown: (text, column, data) => (column.fieldname === "place" && data && data.place <= 3 ? `<b>${["🥇", "🥈", "🥉"][data.place - 1]} ${text}</b>` : null),
});
