frappe.listview_settings["Questionnaire Form"] = {
	hide_name_column: true,
	add_fields: ["status", "due_on"],
	get_indicator(doc) {
		const colours = { Open: "orange", Sent: "green", Missed: "gray" };
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
