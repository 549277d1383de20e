dianjian.report("Source Quality", {
	tree: true,
	name_field: "key",
	parent_field: "parent_source",
	initial_depth: 3,
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(frappe.datetime.get_today(), -6)),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.source(),
		dianjian.filter.choice("by", __("Rows"), ["Source", "Batch"]),
		dianjian.filter.choice("ranked_by", __("Ranked By"), ["Visits per Lead", "Deals per Lead", "A and B per Connected"]),
	],
	drill: {
		leads: (row, filters) => {
			const { from_date, to_date, centre } = filters;
		const found = { date: ["between", [from_date, to_date]] };
		if (centre) found.centre = centre;
			found[filters.by === "Batch" ? "batch" : "source"] = row.key;
			return { list: "Call Lead", filters: found };
		},
		connected: (row, filters) => ({
			report: "Sales Funnel",
			filters: { ...filters, by: "Batch", source: filters.by === "Batch" ? "" : row.key, batch: filters.by === "Batch" ? row.key : "" },
		}),
	},
});
