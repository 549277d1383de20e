frappe.listview_settings["Daily Briefing"] = {
	add_fields: ["stage"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colour = { Draft: "orange", Given: "blue", Reviewed: "green", Withdrawn: "red" }[doc.stage];
		return [__(doc.stage), colour || "gray", `stage,=,${doc.stage}`];
	},
};
