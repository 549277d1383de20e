frappe.listview_settings["Customer Complaint"] = {
	add_fields: ["stage", "severity", "due_on"],
	get_indicator(doc) {
		const open = ["Received", "In Progress"].includes(doc.stage);
		if (open && doc.due_on && doc.due_on < dianjian.today())
			return [__("Overdue"), "red", `due_on,<,${dianjian.today()}|stage,in,Received,In Progress`];
		const colours = { Received: "orange", "In Progress": "orange", Solved: "blue", Closed: "green" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
};
