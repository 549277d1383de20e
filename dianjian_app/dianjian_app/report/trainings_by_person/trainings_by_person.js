dianjian.report("Trainings by Person", {
	filters: [
		dianjian.filter.from(frappe.datetime.add_months(dianjian.today(), -1)),
		{ ...dianjian.filter.to(), default: frappe.datetime.add_months(dianjian.today(), 1) },
		dianjian.filter.choice("summed_by", __("Summed By"), ["Each Training", "Person", "Topic"]),
		dianjian.filter.choice("stands", __("Status"), ["", "Open", "Overdue", "Attended", "Missed"]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{ fieldname: "course", label: __("Course"), fieldtype: "Link", options: "Training Course" },
	],
});
