dianjian.report("Sales Funnel", {
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(frappe.datetime.get_today(), -6)),
		dianjian.filter.to(),
		dianjian.filter.choice("by", __("Rows"), ["Source", "Batch", "Sales Group", "Telesales Agent", "Centre", "Week", "Month"]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		dianjian.filter.source(),
		{ fieldname: "batch", label: __("Lead Batch"), fieldtype: "Link", options: "Lead Batch" },
	],
	drill: {
		leads: (row, filters) => {
			const field = { Source: "source", Batch: "batch", "Sales Group": "sales_group", "Telesales Agent": "agent", Centre: "centre" }[filters.by];
			const found = { date: ["between", [filters.from_date, filters.to_date]] };
			["centre", "sales_group", "agent", "source", "batch"].forEach((f) => filters[f] && (found[f] = filters[f]));
			if (field) found[field] = row.key || ["is", "not set"];
			return { list: "Call Lead", filters: found };
		},
	},
});
