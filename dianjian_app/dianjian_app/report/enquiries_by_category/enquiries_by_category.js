dianjian.report("Enquiries by Category", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.choice("by", __("Rows"), ["Category", "Department", "Asked By", "Month"]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
	],
});
