frappe.listview_settings["Phone Reveal Log"] = {
	add_fields: ["refused", "kind"],
	hide_name_column: true,
	get_indicator(doc) {
		return doc.refused ? [__("Refused"), "red", "refused,=,1"] : [__(doc.kind), "blue", `kind,=,${doc.kind}`];
	},
};
