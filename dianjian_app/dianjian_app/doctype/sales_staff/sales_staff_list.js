frappe.listview_settings["Sales Staff"] = {
	hide_name_column: true,
	filters: [["status", "!=", "Departed"]],
	onload(list) {
		if (frappe.model.can_create("Sales Staff"))
			list.page.add_inner_button(__("People from a List"), () =>
				dianjian.people_from_list(null, () => list.refresh())
			);
	},
	get_indicator(doc) {
		const colour = { Active: "green", Suspended: "orange", Departed: "gray" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
