frappe.listview_settings["Lead Batch"] = {
	add_fields: ["status", "total_rows"],
	get_indicator(doc) {
		const colour = { Draft: "gray", Queued: "blue", Imported: "green", Failed: "red", Undone: "darkgrey" }[
			doc.status
		];
		return [__(doc.status), colour || "gray", `status,=,${doc.status}`];
	},
};
