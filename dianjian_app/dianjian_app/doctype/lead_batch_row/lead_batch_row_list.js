frappe.listview_settings["Lead Batch Row"] = {
	add_fields: ["outcome"],
	hide_name_column: true,
	get_indicator(doc) {
		const colour = { New: "green", Merged: "blue", Rejected: "red" }[doc.outcome];
		return [__(doc.outcome), colour || "gray", `outcome,=,${doc.outcome}`];
	},
};
