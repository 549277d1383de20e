frappe.listview_settings["Visit Confirmation"] = {
	add_fields: ["stage", "planned_at", "outcome", "docstatus"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	hide_name_column: true,
	get_indicator(doc) {
		const colours = {
			Expected: "blue",
			Arrived: "orange",
			Signed: "yellow",
			Confirmed: "green",
			"Walk-in": "purple",
			"No Show": "red",
			"Re-invited": "gray",
			Cancelled: "darkgrey",
		};
		const label = doc.stage === "Confirmed" ? doc.outcome : doc.stage;
		return [__(label), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Find by Number"), dianjian.find_by_number);
		const today = ["Visit Confirmation", "date", "=", dianjian.today()];
		list.page.add_inner_button(__("Expected Today"), () =>
			list.filter_area.add([today, ["Visit Confirmation", "stage", "in", "Expected,Arrived"]])
		);
		list.page.add_inner_button(__("To Confirm"), () =>
			list.filter_area.add([["Visit Confirmation", "stage", "=", "Signed"]])
		);
	},
};
