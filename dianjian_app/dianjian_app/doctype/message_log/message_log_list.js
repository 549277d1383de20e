frappe.listview_settings["Message Log"] = {
	get_indicator(doc) {
		const colours = {
			Queued: "blue",
			Sending: "blue",
			Sent: "green",
			Delivered: "green",
			Failed: "red",
			Skipped: "gray",
			Unknown: "orange",
		};
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
