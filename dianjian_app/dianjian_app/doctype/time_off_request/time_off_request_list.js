frappe.listview_settings["Time Off Request"] = {
	hide_name_column: true,
	add_fields: ["decision", "docstatus", "half_day", "half_day_part"],
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		const colour = { Approved: "green", Rejected: "red", Withdrawn: "gray", Cancelled: "gray" }[doc.decision];
		return colour
			? [__(doc.decision), colour, `decision,=,${doc.decision}`]
			: [__("Requested"), "orange", "decision,=,|docstatus,=,0"];
	},
	formatters: {
		days: (value, df, doc) => (doc.half_day ? `${value} ${__(doc.half_day_part)}` : value),
	},
};
