dianjian.report("Phone Reveals and Exports", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.choice("by", __("Rows"), ["Person", "Every Act"]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{ fieldname: "user", label: __("User"), fieldtype: "Link", options: "User" },
		dianjian.filter.choice("kind", __("Kind"), ["", "Reveal", "Bulk Reveal", "Export", "Search"]),
	],
	drill: {
		shown: (row, filters) => ({ report: "Phone Reveals and Exports", filters: { ...filters, by: "Every Act", user: row.user } }),
	},
});
