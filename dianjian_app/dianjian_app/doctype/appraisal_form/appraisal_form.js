frappe.ui.form.on("Appraisal Form", {
	refresh(frm) {
		const open = frm.doc.status === "Open";
		const grid = frm.get_field("scores").grid;
		grid.cannot_add_rows = true;
		grid.cannot_delete_rows = true;
		["criterion", "weight", "remarks"].forEach((f) => grid.update_docfield_property(f, "read_only", 1));
		frm.set_df_property("scores", "read_only", open ? 0 : 1);
		if (!open) return frm.disable_save();
		frm.set_intro(
			frm.doc.side === "Colleague"
				? __(
						"Each score is 0 to 100. What you send stands without your name; only the mean of at least three is shown."
					)
				: __("Each score is 0 to 100. What you send stays."),
			"blue"
		);
		frm
			.add_custom_button(__("Send"), () =>
				(frm.is_dirty() ? frm.save() : Promise.resolve())
					.then(() =>
						frappe.xcall("dianjian_app.incentives.appraisal.appraisal_form_events.send", {
							form: frm.docname,
						})
					)
					.then(() => frm.reload_doc())
			)
			.addClass("btn-primary");
	},
});
