frappe.listview_settings["Training Session"] = {
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		return doc.docstatus === 1
			? [__("Held", null, "Training Session"), "green", "docstatus,=,1"]
			: doc.docstatus === 2
				? [__("Cancelled"), "gray", "docstatus,=,2"]
				: [__("Planned", null, "Training Session"), "orange", "docstatus,=,0"];
	},
};
