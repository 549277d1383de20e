frappe.listview_settings["Inbound Call"] = {
	add_fields: ["is_new_lead"],
	hide_name_column: true,
	get_indicator(doc) {
		return doc.is_new_lead ? [__("New Lead"), "green", "is_new_lead,=,1"] : [__("Known Customer"), "blue", "is_new_lead,=,0"];
	},
};
