dianjian.report("Weekly Centre Summary", {
	filters: [
		dianjian.filter.centre(),
		{ fieldname: "week", label: __("A Day of the Week"), fieldtype: "Date", reqd: 1, default: frappe.datetime.get_today() },
	],
	drill: dianjian.each(dianjian.FIGURES, (row, filters) => dianjian.ledger_of_week(row, filters)),
	shown: (text, column, data) =>
		column.fieldname === "handed_in" && data && data.name ? `<span class="indicator-pill ${data.is_missing ? "red" : "green"}">${text}</span>` : null,
	buttons: (report) => {
		if (["Sales Group Leader", "Sales Assistant"].some((r) => frappe.user.has_role(r))) {
			report.page.add_inner_button(__("Hand In My Group's Week"), () => {
				const mine = (report.data || []).filter((row) => row.name && !row.is_sum);
				const missing = mine.find((row) => row.is_missing);
				if (!missing && mine.length === 1 && mine[0].hand_in) return frappe.set_route("Form", "Weekly Hand-in", mine[0].hand_in);
				frappe.new_doc("Weekly Hand-in", { week_start: report.get_values().week, sales_group: missing ? missing.name : undefined });
			});
		}
		if (frappe.user.has_role("Department Manager")) {
			report.page.add_inner_button(__("Phones of Intention Customers"), () => dianjian.phones(report));
		}
	},
});
