frappe.ui.form.on("Punch Record", {
	refresh(frm) {
		frm.toggle_reqd(["agent", "reason"], frm.is_new());
		frm.set_intro();
		if (frm.is_new()) {
			frm.set_intro(__("For somebody who could not clock in or out: say why."), "blue");
			return;
		}
		frm.disable_form();
		frm.set_intro(__("A punch stays as it came in."), "blue");
	},
});
