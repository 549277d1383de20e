frappe.listview_settings["Customer Question"] = {
	add_fields: ["stage", "due_on"],
	get_indicator(doc) {
		if (doc.stage === "Open" && doc.due_on < dianjian.today())
			return [__("Overdue"), "red", `stage,=,Open|due_on,<,${dianjian.today()}`];
		const colour = { Open: "orange", Answered: "blue", Told: "green" }[doc.stage];
		return [__(doc.stage), colour, `stage,=,${doc.stage}`];
	},
};
