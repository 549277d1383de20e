frappe.listview_settings["Review Flag"] = {
	add_fields: ["result"],
	get_indicator(doc) {
		if (!doc.result) return [__("To Look At"), "red", "result,is,not set"];
		const colour = doc.result === "In Order" ? "green" : "orange";
		return [__(doc.result), colour, `result,=,${doc.result}`];
	},
};
