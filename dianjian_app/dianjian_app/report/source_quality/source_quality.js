dianjian.report("Source Quality", {
	tree: true,
	name_field: "key",
	parent_field: "parent_source",
	initial_depth: 3,
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -6)),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.source(),
		dianjian.filter.choice("by", __("Rows"), ["Source", "Batch"]),
		dianjian.filter.choice("ranked_by", __("Ranked By"), [
			"Visits per Lead",
			"Deals per Lead",
			"Intention per Connected",
		]),
	],
	drill: {
		...dianjian.each(
			["called", "connected", "empty", "wrong", ...dianjian.GRADES, "invited", "visited", "deals"],
			(row, filters, step) => {
				dianjian.leads_of(row, filters, step, filters.by === "Source" ? 1 : 0);
			}
		),
		leads: ({ key }, { from_date, to_date, centre, sales_group, by }) => ({
			report: "Sales Funnel",
			filters: {
				from_date,
				to_date,
				centre: centre || "",
				sales_group: sales_group || "",
				agent: "",
				by: "Telesales Agent",
				source: by === "Source" ? key : "",
				batch: by === "Batch" ? key : "",
			},
		}),
	},
});
