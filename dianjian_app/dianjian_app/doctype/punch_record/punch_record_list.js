frappe.listview_settings["Punch Record"] = {
	hide_name_column: true,
	add_fields: ["doubt", "source"],
	get_indicator(doc) {
		if (doc.doubt) return [__(doc.doubt), "orange", `doubt,=,${doc.doubt}`];
		return [__(doc.source), "gray", `source,=,${doc.source}`];
	},
	onload(list) {
		if (!frappe.boot.dianjian_staff?.length) return;
		list.page.add_inner_button(__("Clock In"), () => dianjian.clock("Clock In").then(() => list.refresh()));
		list.page.add_inner_button(__("Clock Out"), () => dianjian.clock("Clock Out").then(() => list.refresh()));
	},
};
