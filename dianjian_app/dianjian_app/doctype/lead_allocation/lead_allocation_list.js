frappe.listview_settings["Lead Allocation"] = {
	add_fields: ["action", "lead_count"],
	hide_name_column: true,
	get_indicator(doc) {
		const colour = { "Hand Out": "green", Return: "orange", Transfer: "blue" }[doc.action];
		return [__(doc.action), colour || "gray", `action,=,${doc.action}`];
	},
	onload(list) {
		if (["Sales Group Leader", "Department Manager"].some((role) => frappe.user.has_role(role))) {
			// not the primary action: the list takes that away where nobody makes a document by hand
			list.page.add_inner_button(__("Hand Out"), () => frappe.set_route("hand-out"));
		}
	},
};
