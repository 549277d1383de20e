frappe.listview_settings["Viewing Event"] = {
	add_fields: ["status", "starts_at"],
	get_indicator(doc) {
		if (doc.status === "Cancelled") return [__("Cancelled"), "red", "status,=,Cancelled"];
		const over = (doc.starts_at || "").slice(0, 10) < dianjian.today();
		return over ? [__("Over"), "gray", "status,=,Planned"] : [__("Planned"), "blue", "status,=,Planned"];
	},
};
