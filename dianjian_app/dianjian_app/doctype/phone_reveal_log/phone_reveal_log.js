frappe.ui.form.on("Phone Reveal Log", {
	refresh(frm) {
		frm.disable_save();
	},
});
