frappe.listview_settings["Sales Staff"] = {
	hide_name_column: true,
	filters: [["status", "!=", "Departed"]],
	get_indicator(doc) {
		const colour = { Active: "green", Suspended: "orange", Departed: "gray" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
