frappe.listview_settings["Personal Data Request"] = {
	add_fields: ["stage", "due_date", "kind"],
	get_indicator(doc) {
		const open = ["Received", "In Work"].includes(doc.stage);
		if (open && doc.due_date && doc.due_date < dianjian.today())
			return [__("Late"), "red", `stage,=,${doc.stage}`];
		const colour = {
			Received: "orange",
			"In Work": "blue",
			Done: "green",
			Refused: "red",
			Withdrawn: "gray",
		}[doc.stage];
		return [__(doc.stage), colour, `stage,=,${doc.stage}`];
	},
};
