frappe.listview_settings["Customer Praise"] = {
	hide_name_column: true,
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		return doc.docstatus === 1
			? [__("Confirmed"), "green", "docstatus,=,1"]
			: doc.docstatus === 2
				? [__("Cancelled"), "gray", "docstatus,=,2"]
				: [__("To Confirm"), "orange", "docstatus,=,0"];
	},
};
