frappe.listview_settings["Day Result Appeal"] = {
	add_fields: ["stage", "answer_by", "escalated_at"],
	get_indicator(doc) {
		const open = ["Filed", "In Review"].includes(doc.stage);
		if (open && doc.answer_by < dianjian.today()) return [__("Overdue"), "red", "stage,in,Filed,In Review"];
		const colours = {
			Filed: "orange",
			"In Review": "blue",
			Upheld: "green",
			Dismissed: "gray",
			Withdrawn: "darkgrey",
		};
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Open", null, "Day Result Appeal"), () =>
			list.filter_area.add([["Day Result Appeal", "stage", "in", ["Filed", "In Review"]]])
		);
	},
};
