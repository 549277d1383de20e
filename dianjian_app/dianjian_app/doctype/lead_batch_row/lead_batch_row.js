frappe.ui.form.on("Lead Batch Row", {
	refresh(frm) {
		frm.disable_save();
		frm.add_custom_button(__("Lead Batch"), () => frappe.set_route("Form", "Lead Batch", frm.doc.batch));
		if (frm.doc.lead)
			frm.add_custom_button(__("Call Lead"), () => frappe.set_route("Form", "Call Lead", frm.doc.lead));
	},
});
