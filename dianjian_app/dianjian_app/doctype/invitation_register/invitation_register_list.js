frappe.listview_settings["Invitation Register"] = {
	add_fields: ["stage", "date", "docstatus"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = { Draft: "orange", Signed: "green", Cancelled: "darkgrey" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Today"), () =>
			list.filter_area.add([["Invitation Register", "date", "=", dianjian.today()]])
		);
		const excel = "/api/method/dianjian_app.workbooks.register_workbooks.";
		list.page.add_menu_item(__("Empty Form in Excel"), () => open_url_post(`${excel}download_blank`, {}));
		list.page.add_actions_menu_item(__("Download as Form in Excel"), () =>
			open_url_post(`${excel}download_registers`, { registers: JSON.stringify(list.get_checked_items(true)) })
		);
		list.page.add_inner_button(__("To Sign"), () =>
			list.filter_area.add([["Invitation Register", "stage", "=", "Draft"]])
		);
	},
};
