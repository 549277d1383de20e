frappe.listview_settings["Disciplinary Action"] = {
	add_fields: ["status", "action_type"],
	get_indicator(doc) {
		const colours = { Proposed: "orange", Decided: "red", "Not Adopted": "gray", Withdrawn: "darkgrey" };
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
