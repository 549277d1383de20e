frappe.listview_settings["Deal File"] = {
	add_fields: ["stage", "due_on", "missing"],
	get_indicator(doc) {
		if (doc.stage === "Open" && doc.due_on && doc.due_on < dianjian.today())
			return [__("Overdue"), "red", `stage,=,Open|due_on,<,${dianjian.today()}`];
		const colour = { Open: "orange", Complete: "green", Cancelled: "gray" }[doc.stage];
		return [__(doc.stage), colour, `stage,=,${doc.stage}`];
	},
};
