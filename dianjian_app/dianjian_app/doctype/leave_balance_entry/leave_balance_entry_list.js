frappe.listview_settings["Leave Balance Entry"] = {
	hide_name_column: true,
	get_indicator(doc) {
		const colour = doc.days > 0 ? "green" : "orange";
		return [__(doc.kind), colour, `kind,=,${doc.kind}`];
	},
};
