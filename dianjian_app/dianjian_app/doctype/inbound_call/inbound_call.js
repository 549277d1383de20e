frappe.ui.form.on("Inbound Call", {
	setup(frm) {
		frm.set_query("source", () => ({ filters: { disabled: 0, is_inbound: 1 } }));
		frm.set_query("answered_by", () => ({ filters: { status: "Active" } }));
		frm.set_query("product_need", () => ({ filters: { disabled: 0 } }));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		dianjian.inbound.defaults((fieldname, value) => !frm.doc[fieldname] && frm.set_value(fieldname, value));
	},

	refresh(frm) {
		frm.set_df_property("answered_by", "read_only", !frm.is_new());
		if (frm.is_new()) {
			frm.set_intro(
				__(
					"Who answers registers the call. An agent who answers keeps the customer; other calls go to the agents in turn."
				),
				"blue"
			);
			return;
		}
		if (frm.doc.lead)
			frm.add_custom_button(__("Call Lead"), () => frappe.set_route("Form", "Call Lead", frm.doc.lead));
		dianjian.refusal_button(frm);
	},

	phone_input(frm) {
		if (frm.is_new())
			dianjian.inbound.recognise(frm.doc.phone_input, frm.doc.answered_by, frm.get_field("phone_input"));
	},
});
