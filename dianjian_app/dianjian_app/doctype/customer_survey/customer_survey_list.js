frappe.listview_settings["Customer Survey"] = {
	hide_name_column: true,
	add_fields: ["score"],
	get_indicator(doc) {
		const colour = doc.score >= 5 ? "green" : doc.score >= 4 ? "blue" : "red";
		return [__("Score {0}", [doc.score]), colour, `score,=,${doc.score}`];
	},
};
