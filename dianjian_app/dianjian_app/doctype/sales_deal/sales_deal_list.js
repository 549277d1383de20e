frappe.listview_settings["Sales Deal"] = {
	add_fields: ["stage", "docstatus"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = { Draft: "orange", Confirmed: "green", Cancelled: "darkgrey" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
};
