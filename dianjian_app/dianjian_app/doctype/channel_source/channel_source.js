frappe.ui.form.on("Channel Source", {
	setup(frm) {
		frm.set_query("parent_channel_source", () => ({ filters: { is_group: 1, name: ["!=", frm.doc.name] } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Leads"), () => frappe.set_route("List", "Call Lead", { source: frm.doc.name }));
		frm.add_custom_button(__("Batches"), () =>
			frappe.set_route("List", "Lead Batch", { source: frm.doc.name })
		);
	},
});
