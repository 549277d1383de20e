(() => {
	const acts = (row, kind) =>
		row.user && { report: "Phone Reveals and Exports", filters: { by: "Every Act", user: row.user, kind } };

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
			...dianjian.each(["shown", "refused"], (row) => acts(row, "")),
			reveal: (row) => acts(row, "Reveal"),
			bulk_reveal: (row) => acts(row, "Bulk Reveal"),
			export: (row) => acts(row, "Export"),
			search: (row) => acts(row, "Search"),
		},
	});
})();
