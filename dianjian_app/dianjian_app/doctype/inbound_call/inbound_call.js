frappe.ui.form.on("Inbound Call", {
	setup(frm) {
		frm.set_query("source", () => ({ filters: { disabled: 0, is_inbound: 1 } }));
		frm.set_query("answered_by", () => ({ filters: { status: "Active" } }));
		frm.set_query("product_need", () => ({ filters: { disabled: 0 } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.answered_by) return;
		frappe.db
			.get_value("Sales Staff", { user: frappe.session.user, status: "Active" }, "name")
			.then(({ message }) => message && message.name && frm.set_value("answered_by", message.name));
	},

	refresh(frm) {
		frm.set_df_property("answered_by", "read_only", !frm.is_new());
		if (frm.is_new()) {
			frm.set_intro(__("Who answers registers the call. The caller becomes a customer of the agent who answered."), "blue");
		} else if (frm.doc.lead) {
			frm.add_custom_button(__("Call Lead"), () => frappe.set_route("Form", "Call Lead", frm.doc.lead));
		}
	},
});
