frappe.listview_settings["Talk Script"] = {
	add_fields: ["stage", "valid_until"],
	hide_name_column: true,
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		if (doc.stage === "In Force" && doc.valid_until && doc.valid_until < dianjian.today())
			return [__("Over"), "gray", `stage,=,In Force|valid_until,<,${dianjian.today()}`];
		const colour = { Draft: "orange", "In Force": "green", Replaced: "gray", Withdrawn: "red" }[doc.stage];
		return [__(doc.stage), colour || "gray", `stage,=,${doc.stage}`];
	},
};
