frappe.ui.form.on("Product Type", {
	refresh(frm) {
		if (frm.is_new())
			frm.set_intro(
				__(
					"The English name shows to people who read the desk in English; other spellings are understood in workbooks."
				),
				"blue"
			);
	},
});
