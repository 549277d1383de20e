(() => {
	const visits = (row, filters, more = {}) => ({
		list: "Visit Confirmation",
		filters: row.name ? { event: row.name, ...more } : { event: ["is", "set"], ...more },
	});
	dianjian.report("Effect of Viewing Events", {
		filters: [
			dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -1)),
			dianjian.filter.to(),
			dianjian.filter.centre(),
			dianjian.filter.choice("kind", __("Kind"), ["", "Viewing Tour", "Show Flat", "Purchase Group"]),
		],
		drill: {
			invited: (row, filters) => visits(row, filters),
			came: (row, filters) => visits(row, filters, { led_in_at: ["is", "set"] }),
			counted: (row, filters) => visits(row, filters, { counted_on: ["is", "set"] }),
		},
	});
})();
