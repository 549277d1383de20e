frappe.ui.form.on("Weekly Hand-in", {
	// who leads one group need not name it; saving is handing in
	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.week_start) frm.set_value("week_start", dianjian.today());
		if (frm.doc.sales_group) return;
		frappe.db.get_list("Sales Group", { filters: { disabled: 0 }, limit: 2 }).then((groups) => {
			if (groups.length === 1 && frm.is_new()) frm.set_value("sales_group", groups[0].name);
		});
	},
	refresh(frm) {
		if (frm.is_new())
			frm.set_intro(
				__(
					"The figures are the ledger's. Write what they do not say, and save: with that the week is handed in."
				),
				"blue"
			);
		else
			frm.add_custom_button(__("Weekly Centre Summary"), () =>
				frappe.set_route("query-report", "Weekly Centre Summary", { week: frm.doc.week_start })
			);
	},
});
