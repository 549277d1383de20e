frappe.listview_settings["Visitor Entry"] = {
	add_fields: ["stage", "banned_until", "breach_outcome"],
	hide_name_column: true,
	get_indicator(doc) {
		const today = dianjian.today();
		if (doc.banned_until && doc.banned_until >= today)
			return [__("Banned"), "red", `banned_until,>=,${today}`];
		const colour = { Announced: "blue", Here: "orange", Gone: "gray" }[doc.stage];
		return [__(doc.stage), colour, `stage,=,${doc.stage}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Here Now"), () =>
			list.filter_area.add([["Visitor Entry", "stage", "=", "Here"]])
		);
	},
};
