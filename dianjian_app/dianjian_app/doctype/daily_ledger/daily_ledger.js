frappe.ui.form.on("Daily Ledger", {
	refresh(frm) {
		frm.set_intro();
		frm.disable_form();
		frm.set_intro(
			__("Put together from the confirmed sheet, the register, visits and deals of the day."),
			"blue"
		);
		if (frm.doc.call_sheet) {
			frm.add_custom_button(__("Call Sheet"), () =>
				frappe.set_route("Form", "Call Sheet", frm.doc.call_sheet)
			);
		}
	},
});
