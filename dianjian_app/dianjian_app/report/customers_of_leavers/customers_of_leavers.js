// Customers of people who have left: chosen rows go to an agent of the group in one act
dianjian.report("Customers of Leavers", {
	filters: [dianjian.filter.centre(), dianjian.filter.group()],
	checkboxes: true,
	buttons: (report) => {
		if (!frappe.user.has_role("Sales Group Leader") && !frappe.user.has_role("Department Manager")) return;
		report.page.add_inner_button(__("Hand On"), () => hand_on(report)).addClass("btn-primary");
	},
});

function hand_on(report) {
	const rows = report.datatable.rowmanager.getCheckedRows().map((index) => report.data[index]);
	const groups = [...new Set(rows.map((row) => row.sales_group))];
	if (!rows.length) return frappe.msgprint(__("Choose the customers first: check their rows."));
	if (groups.length > 1) return frappe.msgprint(__("Choose customers of one group at a time."));
	frappe
		.xcall("dianjian_app.resources.pool.allocation.agents_today", { sales_group: groups[0] })
		.then((agents) => {
			const here = agents.filter((agent) => agent.presence > 0);
			if (!here.length)
				return frappe.msgprint(__("Nobody of {0} is here today.", [dianjian.plain(groups[0])]));
			frappe.prompt(
				{
					fieldname: "agent",
					label: __("To"),
					fieldtype: "Select",
					reqd: 1,
					options: here.map((a) => ({
						value: a.agent,
						label: __("{0}, {1} customers in hand", [a.agent_name, a.held]),
					})),
				},
				({ agent }) => pass_on(report, groups[0], agent, rows),
				__("Hand On {0} Customers", [rows.length]),
				__("Hand On")
			);
		});
}

function pass_on(report, sales_group, agent, rows) {
	return frappe
		.call({
			method: "dianjian_app.visits.leavers_customers.hand_on",
			type: "POST",
			args: {
				sales_group,
				agent,
				visits: rows.filter((row) => row.visit).map((row) => row.visit),
				leads: rows.filter((row) => !row.visit).map((row) => row.lead),
			},
			freeze: true,
		})
		.then(({ message }) => {
			frappe.show_alert({
				message: __("{0} visits and {1} customers handed on", [message.visits, message.leads]),
				indicator: "green",
			});
			report.refresh();
		});
}
