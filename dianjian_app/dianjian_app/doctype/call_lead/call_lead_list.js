frappe.listview_settings["Call Lead"] = {
	add_fields: ["status", "do_not_call", "agent", "sales_group", "centre"],
	hide_name_column: true,
	get_indicator(doc) {
		if (doc.do_not_call) return [__("Do Not Call"), "red", "do_not_call,=,1"];
		const colour = {
			Pool: "gray",
			Held: "blue",
			Invited: "orange",
			Visited: "yellow",
			Deal: "green",
			Out: "darkgrey",
		}[doc.status];
		return [__(doc.status), colour || "gray", `status,=,${doc.status}`];
	},
	onload(list) {
		offer_grades_in_filter(list);
		list.page.add_inner_button(__("Find by Number"), dianjian.find_by_number);
		if (!["Sales Group Leader", "Department Manager"].some((role) => frappe.user.has_role(role))) return;
		list.page.add_inner_button(__("Hand Out"), () => frappe.set_route("hand-out"));
		list.page.add_action_item(__("Hand to an Agent"), () => hand_over(list));
		list.page.add_action_item(__("Take Back"), () => take_back_chosen(list));
	},
};

function offer_grades_in_filter(list) {
	const field = list.page.fields_dict.grade;
	if (!field) return;
	frappe
		.call({ method: "dianjian_app.resources.intake.catalogue.grades_in_use", type: "GET" })
		.then(({ message }) => {
			field.df.options = ["", ...message];
			field.refresh();
		});
}

function chosen_leads(list) {
	return list.get_checked_items().map((lead) => lead.name);
}

function hand_over(list) {
	const leads = list.get_checked_items();
	const group = leads.map((lead) => lead.sales_group).find((name) => name);
	frappe.prompt(
		[
			{
				fieldname: "sales_group",
				label: __("Sales Group"),
				fieldtype: "Link",
				options: "Sales Group",
				reqd: 1,
				default: group,
			},
			{
				fieldname: "agent",
				label: __("Telesales Agent"),
				fieldtype: "Link",
				options: "Sales Staff",
				reqd: 1,
				get_query: () => ({ filters: { position: "Telesales Agent", status: "Active" } }),
			},
		],
		({ sales_group, agent }) =>
			frappe
				.call({
					method: "dianjian_app.resources.pool.allocation.hand_over",
					type: "POST",
					args: { sales_group, agent, leads: JSON.stringify(chosen_leads(list)) },
					freeze: true,
				})
				.then(({ message }) => {
					const count = message.reduce((sum, a) => sum + a.lead_count, 0);
					frappe.show_alert({ message: __("Handed out: {0}", [count]), indicator: "green" });
					list.clear_checked_items();
					dianjian.list_again(list);
				}),
		__("Hand to an Agent")
	);
}

function take_back_chosen(list) {
	frappe.prompt(
		{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
		({ reason }) =>
			frappe
				.call({
					method: "dianjian_app.resources.pool.allocation.take_back",
					type: "POST",
					args: { leads: JSON.stringify(chosen_leads(list)), reason },
					freeze: true,
				})
				.then(({ message }) => {
					frappe.show_alert({ message: __("Back in the pool: {0}", [message]), indicator: "green" });
					list.clear_checked_items();
					dianjian.list_again(list);
				}),
		__("Take Back")
	);
}
