frappe.listview_settings["Weekly Hand-in"] = {
	add_fields: ["handed_in_at"],
	get_indicator(doc) {
		return doc.handed_in_at
			? [__("Handed In"), "green", "handed_in_at,is,set"]
			: [__("Draft"), "gray", "handed_in_at,is,not set"];
	},
	onload(list) {
		list.page.add_inner_button(__("Weekly Centre Summary"), () =>
			frappe.set_route("query-report", "Weekly Centre Summary")
		);
	},
};
