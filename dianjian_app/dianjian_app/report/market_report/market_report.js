dianjian.report("Market Report", {
	filters: [
		dianjian.filter.month(),
		dianjian.filter.centre(),
		dianjian.filter.choice("kind", __("Kind"), [
			"",
			"Price",
			"Promotion",
			"New Supply",
			"Policy",
			"Customers",
			"Other",
		]),
	],
});
