dianjian.report("Customer Satisfaction", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		dianjian.filter.choice("by", __("Rows"), ["Telesales Agent", "Sales Group", "Month"]),
	],
	drill: {
		surveys: (row, filters) => dianjian.of_key("Customer Survey", "date", row, filters),
		complaints: (row, filters) => dianjian.of_key("Customer Complaint", "received_on", row, filters),
		praise: (row, filters) => dianjian.of_key("Customer Praise", "date", row, filters),
	},
});
