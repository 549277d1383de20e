dianjian.report("Deals by Follow-ups", {
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -12)),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
	],
	drill: {},
});
