frappe.ui.form.on("Grade Scheme", {
	refresh(frm) {
		frm.set_intro(
			__(
				"A grade may count as intention, be invalid, or mean do-not-call. A change applies to calls from now on; sheets that were handed in stay as they are."
			),
			"blue"
		);
	},
});
