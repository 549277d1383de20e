frappe.ui.form.on("Opening Balance", {
	refresh(frm) {
		frm.set_intro();
		if (frm.is_new()) {
			frm.set_intro(
				__(
					"How things stood at the end of the last day before the app was used. Submit it to make it count."
				),
				"blue"
			);
		}
	},
});
