frappe.ui.form.on("Lead Allocation", {
	refresh(frm) {
		frm.disable_save();
	},
});
