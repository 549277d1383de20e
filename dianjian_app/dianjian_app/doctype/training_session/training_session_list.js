frappe.listview_settings["Training Session"] = {
	has_indicator_for_draft: 1,
	add_fields: ["status"],
	get_indicator(doc) {
		if (doc.docstatus === 2) return [__("Cancelled"), "gray", "docstatus,=,2"];
		if (doc.docstatus === 1) return [__("Held", null, "Training Session"), "green", "docstatus,=,1"];
		return doc.status === "Called Off"
			? [__("Called Off"), "gray", "status,=,Called Off"]
			: [__("Planned", null, "Training Session"), "orange", "docstatus,=,0|status,=,Planned"];
	},
};
