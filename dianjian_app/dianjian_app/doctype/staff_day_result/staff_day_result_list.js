frappe.listview_settings["Staff Day Result"] = {
	hide_name_column: true,
	add_fields: ["status", "late_times", "early_times"],
	get_indicator(doc) {
		const late = doc.status === "Present" && (doc.late_times > 0 || doc.early_times > 0);
		const colour = {
			Open: "blue",
			Present: late ? "orange" : "green",
			"Missing Punch": "orange",
			Absent: "red",
			"To Be Decided": "yellow",
		}[doc.status];
		return [__(doc.status), colour || "gray", `status,=,${doc.status}`];
	},
};
