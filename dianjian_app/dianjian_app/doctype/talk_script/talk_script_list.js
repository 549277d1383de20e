frappe.listview_settings["Talk Script"] = {
	add_fields: ["stage"],
	hide_name_column: true,
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colour = { Draft: "orange", "In Force": "green", Replaced: "gray", Withdrawn: "red" }[doc.stage];
		return [__(doc.stage), colour || "gray", `stage,=,${doc.stage}`];
	},
};
