frappe.listview_settings["Sales Group"] = {
	hide_name_column: true,
	add_fields: ["disabled", "group_type"],
	filters: [["disabled", "=", 0]],
	get_indicator(doc) {
		if (doc.disabled) return [__("Disabled"), "gray", "disabled,=,1"];
		return doc.group_type === "Expansion"
			? [__("Expansion"), "blue", "group_type,=,Expansion"]
			: [__("Sales"), "green", "group_type,=,Sales"];
	},
};
