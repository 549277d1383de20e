dianjian.report("Conflict Rulings", {
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -6)),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.choice("stage", __("Stage"), ["Every Stage", "Filed", "Ruled", "Appealed", "Final"]),
	],
});
