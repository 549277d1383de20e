frappe.listview_settings["Working Time Request"] = {
	hide_name_column: true,
	add_fields: ["kind", "decision", "docstatus", "direction", "punch_time", "starts_at"],
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		const colour = { Approved: "green", Rejected: "red", Withdrawn: "gray", Cancelled: "gray" }[doc.decision];
		return colour
			? [__(doc.decision), colour, `decision,=,${doc.decision}`]
			: [__("Requested"), "orange", "decision,=,|docstatus,=,0"];
	},
	formatters: {
		hours: (value, df, doc) =>
			doc.kind === "Overtime"
				? `${(doc.starts_at || "").slice(0, 5)} + ${__("{0} hours", [value])}`
				: `${__(doc.direction)} ${(doc.punch_time || "").slice(0, 5)}`,
	},
};
