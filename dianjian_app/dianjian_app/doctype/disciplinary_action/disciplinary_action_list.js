frappe.listview_settings["Disciplinary Action"] = {
	add_fields: ["status", "action_type"],
	get_indicator(doc) {
		const colours = {
			Proposed: "orange",
			Heard: "orange",
			"Manager Decided": "yellow",
			Decided: ["Award", "Promotion"].includes(doc.action_type) ? "green" : "red",
			"Not Adopted": "gray",
			Withdrawn: "darkgrey",
			Revoked: "green",
		};
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
	onload(list) {
		const only = (status, ...further) =>
			list.filter_area
				.clear()
				.then(() => list.filter_area.add([["Disciplinary Action", "status", "=", status], ...further]));
		if (frappe.user.has_role("Department Manager"))
			list.page.add_inner_button(__("Waiting for the Manager"), () => only("Heard"));
		if (frappe.user.has_role("Department Manager"))
			list.page.add_inner_button(__("Awards Proposed"), () =>
				only("Proposed", ["Disciplinary Action", "action_type", "in", ["Award", "Promotion"]])
			);
		if (frappe.user.has_role("HR Reviewer"))
			list.page.add_inner_button(__("Waiting for HR"), () => only("Manager Decided"));
	},
};
