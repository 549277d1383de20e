frappe.ui.form.on("Leave Balance Entry", {
	refresh(frm) {
		frm.set_intro();
		if (frm.is_new()) {
			frm.set_df_property("kind", "options", ["Adjustment"]);
			frm.set_value("kind", "Adjustment");
			frm.set_df_property("remarks", "reqd", 1);
			frm.set_intro(
				__("By hand only an adjustment can be entered, with its reason. It cannot be changed afterwards."),
				"orange"
			);
		} else {
			frm.disable_form();
		}
	},
});
