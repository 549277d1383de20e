frappe.listview_settings["Incentive Rule"] = {
	hide_name_column: true,
	add_fields: ["stage", "docstatus", "valid_from", "valid_to"],
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		const colours = { Draft: "orange", Approved: "green", Retired: "darkgrey" };
		return [__(doc.stage || "Draft"), colours[doc.stage] || "orange", `stage,=,${doc.stage}`];
	},
	onload(list) {
		list.page.add_inner_button(__("In Force"), () =>
			list.filter_area.add([["Incentive Rule", "stage", "=", "Approved"]])
		);
		list.page.add_inner_button(__("Drafts"), () =>
			list.filter_area.add([["Incentive Rule", "stage", "=", "Draft"]])
		);
	},
};
