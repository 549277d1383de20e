frappe.listview_settings["Development Plan"] = {
	hide_name_column: true,
	add_fields: ["stage", "to_date"],
	get_indicator(doc) {
		if (doc.stage === "Closed") return [__("Closed"), "gray", "stage,=,Closed"];
		if (doc.to_date < dianjian.today())
			return [__("To Be Looked At Again"), "red", `stage,!=,Closed|to_date,<,${dianjian.today()}`];
		return doc.stage === "Acknowledged"
			? [__("Acknowledged"), "green", "stage,=,Acknowledged"]
			: [__("Waits for the Person"), "orange", "stage,=,Open"];
	},
};
