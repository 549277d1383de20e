frappe.ui.form.on("Disciplinary Action", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { status: ["!=", "Departed"] } }));
	},

	refresh(frm) {
		const of_rule = Boolean(frm.doc.rule);
		["action_type", "agent", "date", "evidence"].forEach((f) => frm.set_df_property(f, "read_only", of_rule ? 1 : 0));
		if (frm.is_new()) return frm.set_intro(__("Say what happened, with the evidence. Manager and HR decide."), "blue");
		if (of_rule) frm.set_intro(__("Proposed by rule {0}. Nothing follows until people have decided.", [frm.doc.rule]), "blue");
		if (frm.doc.settlement && frappe.model.can_read("Incentive Settlement")) {
			frm.add_custom_button(__("Settlement"), () => frappe.set_route("Form", "Incentive Settlement", frm.doc.settlement));
		}
	},
});
