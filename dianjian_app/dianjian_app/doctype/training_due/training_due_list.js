frappe.listview_settings["Training Due"] = {
	hide_name_column: true,
	add_fields: ["status", "due_by"],
	get_indicator(doc) {
		if (doc.status === "Open" && doc.due_by && doc.due_by < dianjian.today())
			return [__("Overdue"), "red", `status,=,Open|due_by,<,${dianjian.today()}`];
		const colours = { Open: "orange", Attended: "green", Missed: "red", Lifted: "gray" };
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
