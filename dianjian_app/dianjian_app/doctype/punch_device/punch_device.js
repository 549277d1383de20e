frappe.ui.form.on("Punch Device", {
	refresh(frm) {
		if (frm.is_new() || !frm.perm[0].write) return;
		frm.add_custom_button(__("New Token"), () =>
			frappe.confirm(__("The token before is void from now on. Go on?"), () => show_new_token(frm))
		);
	},
});

async function show_new_token(frm) {
	const { message } = await frappe.call({
		method: "dianjian_app.attendance.punch_device_events.make_token",
		type: "POST",
		args: { device: frm.doc.name },
		freeze: true,
	});
	frappe.msgprint({
		title: __("Shown Once"),
		message: `${__("Enter it at the device now; it is not shown again.")}<br><code>${frappe.utils.escape_html(
			message
		)}</code>`,
	});
	frm.reload_doc();
}
