frappe.listview_settings["Retention Period"] = {
	add_fields: ["enabled"],
	hide_name_column: true,
	// Frappe puts this in place of the whole cell, so the link has to come along
	formatters: {
		kind: (value, df, doc) =>
			`<a class="ellipsis level-item bold ml-3" href="${frappe.utils.get_form_link("Retention Period", doc.name)}">${__(value)}</a>`,
	},
	get_indicator(doc) {
		return doc.enabled ? [__("On"), "green", "enabled,=,1"] : [__("Off"), "gray", "enabled,=,0"];
	},
};
