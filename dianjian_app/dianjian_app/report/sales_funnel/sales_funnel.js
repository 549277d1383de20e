dianjian.report("Sales Funnel", {
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -6)),
		dianjian.filter.to(),
		dianjian.filter.choice("by", __("Rows"), [
			"Source",
			"Batch",
			"Sales Group",
			"Telesales Agent",
			"Centre",
			"Week",
			"Month",
		]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		dianjian.filter.source(),
		{ fieldname: "batch", label: __("Lead Batch"), fieldtype: "Link", options: "Lead Batch" },
	],
	drill: {
		...dianjian.each(
			["called", "connected", "intention", "invited", "visited", "deals"],
			(row, filters, step) => void dianjian.leads_of(row, filters, step)
		),
		leads: (row, filters) => {
			const below = { Source: "Batch", "Sales Group": "Telesales Agent", Centre: "Sales Group" }[filters.by];
			const field = { Source: "source", "Sales Group": "sales_group", Centre: "centre" }[filters.by];
			// the next level first: the group's agents, the source's batches
			if (below && row.key) return { report: "Sales Funnel", filters: { [field]: row.key, by: below } };
			dianjian.leads_of(row, filters, "leads");
		},
	},
});
