frappe.listview_settings["Delivery Log"] = {
	add_fields: ["status", "try_again_at"],
	get_indicator(doc) {
		const colours = {
			Waiting: "gray",
			Queued: "blue",
			Sent: "green",
			"Nothing to Send": "gray",
			Failed: "red",
		};
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Failed"), () =>
			list.filter_area.add([["Delivery Log", "status", "=", "Failed"]])
		);
	},
};
