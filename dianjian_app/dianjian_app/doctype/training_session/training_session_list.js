frappe.listview_settings["Training Session"] = {
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		return doc.docstatus === 1
			? [__("Held"), "green", "docstatus,=,1"]
			: doc.docstatus === 2
				? [__("Cancelled"), "gray", "docstatus,=,2"]
				: [__("Planned"), "orange", "docstatus,=,0"];
	},
};
