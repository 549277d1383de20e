frappe.ui.form.on("Training Course", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.disabled || !frappe.model.can_create("Training Session")) return;
		frm.add_custom_button(__("Plan a Training"), () =>
			frappe.new_doc("Training Session", {
				course: frm.doc.name,
				topic: dianjian.plain(frm.doc.course_title),
				kind: frm.doc.entrance ? "Entrance" : "Other",
				hours: frm.doc.hours,
				tested: frm.doc.tested,
				pass_score: frm.doc.pass_score,
			})
		);
	},
});
