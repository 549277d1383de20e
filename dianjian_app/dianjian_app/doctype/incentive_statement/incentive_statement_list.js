frappe.listview_settings["Incentive Statement"] = {
	add_fields: ["acknowledged_at", "net"],
	get_indicator: (doc) =>
		doc.acknowledged_at
			? [__("Received", null, "Incentive Statement"), "green", "acknowledged_at,is,set"]
			: [__("Not Received Yet"), "orange", "acknowledged_at,is,not set"],
};
