(() => {
	const whose = (row, filters) => ({ [filters.by === "Sales Group" ? "sales_group" : "agent"]: row.key });
	// the month, or the quarter or year that it lies in
	const days = ({ span, month }) => {
		const unit = { Month: "month", Quarter: "quarter", Year: "year" }[span];
		return ["startOf", "endOf"].map((edge) => moment(`${month}-01`)[edge](unit).format("YYYY-MM-DD"));
	};
	const span = (row, filters) => {
		const [from_date, to_date] = days(filters);
		return { ...whose(row, filters), from_date, to_date };
	};

	dianjian.report("Staff Ranking", {
		filters: [
			dianjian.filter.choice("span", __("Span"), ["Month", "Quarter", "Year"]),
			dianjian.filter.month(),
			dianjian.filter.choice("by", __("Rows"), ["Telesales Agent", "Sales Group"]),
			dianjian.filter.choice("population", __("Who"), ["Established", "Probation", "All"]),
			dianjian.filter.choice("ranked_by", __("Ranked By"), [
				"Visits, Deals, Amount",
				"Deals, Amount, Visits",
				"Invitations, Visits, Deals",
			]),
			dianjian.filter.centre(),
			dianjian.filter.group(),
		],
		drill: {
			...dianjian.each(["connected", "invited", "presence"], (row, filters) => ({
				report: "Daily Sales Call Ledger",
				filters: { ...span(row, filters), summed_by: filters.by === "Sales Group" ? "Agent" : "Week" },
			})),
			visits: (row, filters) => ({
				list: "Visit Confirmation",
				filters: { ...whose(row, filters), outcome: "Counted", counted_on: ["between", days(filters)] },
			}),
			...dianjian.each(["deals", "deal_units", "deal_amount"], (row, filters) => ({
				list: "Sales Deal",
				filters: { ...whose(row, filters), docstatus: 1, date: ["between", days(filters)] },
			})),
		},
		shown: (text, column, data) =>
			column.fieldname === "place" && data && data.place <= 3
				? `<b>${["🥇", "🥈", "🥉"][data.place - 1]} ${text}</b>`
				: null,
	});
})();
