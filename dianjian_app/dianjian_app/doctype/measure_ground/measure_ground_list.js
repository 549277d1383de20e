frappe.listview_settings["Measure Ground"] = {
	add_fields: ["kind", "disabled"],
	get_indicator(doc) {
		if (doc.disabled) return [__("Disabled"), "gray", "disabled,=,1"];
		return doc.kind === "Merit"
			? [__("Merit"), "green", "kind,=,Merit"]
			: [__("Breach"), "orange", "kind,=,Breach"];
	},
};
