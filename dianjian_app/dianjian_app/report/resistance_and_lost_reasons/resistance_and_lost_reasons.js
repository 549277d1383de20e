(() => {
	const FIELD = { Source: "source", "Product Need": "product_need" };
	// the customers behind a figure of a source, a product or a month
	const customers = ({ key }, filters, more) => {
		const days = filters.by === "Month" ? dianjian.days_of(key) : [filters.from_date, filters.to_date];
		const found = { needs_noted_at: ["between", days], ...more };
		if (filters.by !== "Month") found[FIELD[filters.by]] = key;
		if (filters.centre) found.centre = filters.centre;
		return { list: "Call Lead", filters: found };
	};

	dianjian.report("Resistance and Lost Reasons", {
		filters: [
			dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -6)),
			dianjian.filter.to(),
			dianjian.filter.choice("what", __("What"), ["Resistance", "Reason Lost"]),
			dianjian.filter.choice("by", __("Rows"), ["Source", "Product Need", "Month"]),
			dianjian.filter.centre(),
			dianjian.filter.group(),
			dianjian.filter.agent(),
			dianjian.filter.source(),
		],
		drill: {
			none: (row, filters) => customers(row, filters, { resistance: "None" }),
			some: (row, filters) => customers(row, filters, { resistance: "Some" }),
			strong: (row, filters) => customers(row, filters, { resistance: "Strong" }),
		},
	});
})();
