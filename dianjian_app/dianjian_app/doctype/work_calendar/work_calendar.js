frappe.ui.form.on("Work Calendar", {
	refresh(frm) {
		frm.set_intro();
		frm.set_intro(
			__(
				"Only days that differ from the week: holidays, and rest days of the centre that are worked instead. A person's own rest day is not affected."
			),
			"blue"
		);
	},
});
