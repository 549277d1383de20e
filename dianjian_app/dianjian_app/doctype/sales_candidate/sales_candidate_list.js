frappe.listview_settings["Sales Candidate"] = {
	add_fields: ["stage"],
	get_indicator(doc) {
		const colour = {
			CV: "gray",
			"Written Test": "blue",
			Interview: "orange",
			Accepted: "yellow",
			Hired: "green",
			Rejected: "red",
			Withdrawn: "gray",
		}[doc.stage];
		return [__(doc.stage), colour, `stage,=,${doc.stage}`];
	},
};
