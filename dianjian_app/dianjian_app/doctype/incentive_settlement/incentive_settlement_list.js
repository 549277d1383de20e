frappe.listview_settings["Incentive Settlement"] = {
	add_fields: ["stage", "docstatus", "centre", "month"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = {
			Draft: "orange",
			"Manager Approved": "yellow",
			Returned: "red",
			"HR Approved": "blue",
			Published: "green",
			Cancelled: "darkgrey",
		};
		return [__(doc.stage || "Draft"), colours[doc.stage] || "orange", `stage,=,${doc.stage}`];
	},
};
