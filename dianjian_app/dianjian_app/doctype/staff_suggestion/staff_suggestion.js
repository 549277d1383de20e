frappe.ui.form.on("Staff Suggestion", {
	setup(frm) {
		frm.set_query("department", () => ({ filters: { disabled: 0 } }));
	},
	refresh(frm) {
		const { doc } = frm;
		frm.set_intro("");
		if (frm.is_new())
			return frm.set_intro(
				__("Write what could be better and choose who answers. The answer comes back to you."),
				"blue"
			);
		if (doc.stage !== "Open") return;
		const late = doc.due_on < dianjian.today();
		const day = frappe.datetime.str_to_user(doc.due_on);
		frm.set_intro(
			late ? __("Overdue since {0}; the manager has been told.", [day]) : __("To be answered by {0}.", [day]),
			late ? "red" : "orange"
		);
	},
});
