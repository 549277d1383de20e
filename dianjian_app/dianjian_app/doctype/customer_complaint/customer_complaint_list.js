frappe.listview_settings["Customer Complaint"] = {
	add_fields: ["stage", "severity"],
	get_indicator(doc) {
		const colours = { Received: "red", "In Progress": "orange", Solved: "blue", Closed: "green" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
};
