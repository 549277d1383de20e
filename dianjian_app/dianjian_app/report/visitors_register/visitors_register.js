dianjian.report("Visitors Register", {
	filters: [
		dianjian.filter.from(dianjian.today()),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.choice("purpose", __("Purpose"), [
			"Everybody",
			"Customer",
			"Partner",
			"Supplier",
			"Authority",
			"Other",
		]),
	],
});
