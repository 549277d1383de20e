frappe.listview_settings["Staff Appraisal"] = {
	add_fields: ["result", "kind"],
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		if (doc.docstatus === 0) return [__("Draft"), "orange", "docstatus,=,0"];
		if (doc.docstatus === 2) return [__("Cancelled"), "gray", "docstatus,=,2"];
		return doc.result === "Not up to the Work"
			? [__(doc.result), "red", "result,=,Not up to the Work"]
			: [__(doc.result || "Signed"), "green", "docstatus,=,1"];
	},
};
