dianjian.report("Appraisal Results", {
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -3)),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
	],
});
