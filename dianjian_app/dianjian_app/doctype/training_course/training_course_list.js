frappe.listview_settings["Training Course"] = {
	add_fields: ["entrance", "disabled"],
	get_indicator(doc) {
		if (doc.disabled) return [__("Disabled"), "gray", "disabled,=,1"];
		return doc.entrance
			? [__("Entrance Training"), "blue", "entrance,=,1"]
			: [__("Enabled"), "green", "disabled,=,0"];
	},
};
