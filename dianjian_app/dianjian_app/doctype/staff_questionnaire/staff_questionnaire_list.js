frappe.listview_settings["Staff Questionnaire"] = {
	hide_name_column: true,
	add_fields: ["stage", "paused"],
	get_indicator(doc) {
		if (doc.stage === "Standing" && doc.paused) return [__("Paused"), "gray", "paused,=,1"];
		const colours = { Draft: "orange", Standing: "blue", Open: "yellow", Closed: "green" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
};
