frappe.listview_settings["Survey Link"] = {
	add_fields: ["status", "never_visited", "finding"],
	get_indicator(doc) {
		if (doc.never_visited && !doc.finding)
			return [__("Never Visited"), "red", "never_visited,=,1|finding,is,not set"];
		const colours = { Open: "orange", Answered: "green", Expired: "gray" };
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
