frappe.listview_settings["Daily Ledger"] = {
	hide_name_column: true,
	add_fields: ["sheet_state", "presence"],
	get_indicator(doc) {
		const colour = {
			"No Sheet": doc.presence > 0 ? "red" : "gray",
			"Not Handed In": "orange",
			"Handed In": "blue",
			Confirmed: "green",
			Opening: "gray",
		}[doc.sheet_state];
		return [__(doc.sheet_state), colour, `sheet_state,=,${doc.sheet_state}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Daily Sales Call Ledger"), () =>
			frappe.set_route("query-report", "Daily Sales Call Ledger")
		);
	},
};
