frappe.ui.form.on("Group Robot", {
	setup(frm) {
		frm.set_query("sales_group", () => ({ filters: { centre: frm.doc.centre } }));
	},
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Try It Out"), () =>
			frappe
				.xcall("dianjian_app.mailing.group_robot.try_out", { robot: frm.docname })
				.then(() => frappe.show_alert({ message: __("The robot took the message"), indicator: "green" }))
		);
	},
});
