frappe.listview_settings["Staff Suggestion"] = {
	add_fields: ["stage", "due_on", "outcome"],
	get_indicator(doc) {
		if (doc.stage === "Open" && doc.due_on < dianjian.today())
			return [__("Overdue"), "red", `stage,=,Open|due_on,<,${dianjian.today()}`];
		if (doc.stage === "Open") return [__("Open"), "orange", "stage,=,Open"];
		const colour = doc.outcome === "Adopted" ? "green" : "gray";
		return [__(doc.outcome), colour, `outcome,=,${doc.outcome}`];
	},
};
