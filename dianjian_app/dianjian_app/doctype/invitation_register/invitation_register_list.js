frappe.listview_settings["Invitation Register"] = {
	add_fields: ["stage", "date", "docstatus"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = { Draft: "orange", Signed: "green", Cancelled: "darkgrey" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Today"), () => list.filter_area.add([["Invitation Register", "date", "=", frappe.datetime.get_today()]]));
		list.page.add_inner_button(__("To Sign"), () => list.filter_area.add([["Invitation Register", "stage", "=", "Draft"]]));
	},
};
