frappe.ui.form.on("Work Calendar", {
	refresh(frm) {
		frm.set_intro();
		frm.set_intro(
			__(
				"Only days that differ from the week: holidays, and rest days of the centre that are worked instead. A person's own rest day is not affected."
			),
			"blue"
		);
		if (!frm.is_new() && frm.doc.awaits_schedule) {
			frm.dashboard.add_comment(
				__(
					"Make-up workdays of this year are not published yet, or not known to the app. Until then its months ask for an answer before they are approved."
				),
				"orange",
				true
			);
			if (frm.perm[0].write) frm.add_custom_button(__("Fill In Published Days"), () => fill_in(frm));
		}
	},
});

function fill_in(frm) {
	frappe
		.xcall("dianjian_app.people.next_calendar.fill_in_published", { calendar: frm.docname })
		.then((count) => {
			frappe.show_alert({ message: __("Days added: {0}", [count]), indicator: "green" });
			frm.reload_doc();
		});
}
