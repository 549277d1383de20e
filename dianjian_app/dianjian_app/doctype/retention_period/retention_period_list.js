frappe.listview_settings["Retention Period"] = {
	add_fields: ["enabled"],
	hide_name_column: true,
	formatters: { kind: (value) => __(value) },
	get_indicator(doc) {
		return doc.enabled ? [__("On"), "green", "enabled,=,1"] : [__("Off"), "gray", "enabled,=,0"];
	},
};
