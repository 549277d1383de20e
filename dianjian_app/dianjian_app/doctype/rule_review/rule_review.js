frappe.ui.form.on("Rule Review", {
	setup(frm) {
		frm.set_query("rule", () => ({ filters: { docstatus: 1 } }));
	},
	refresh(frm) {
		frm.set_intro("");
		if (frm.is_new() || frm.doc.stage !== "Open") return;
		frm.set_intro(
			__(
				"Everybody of the centre can comment below. What the rule brought is counted when the review is saved."
			),
			"blue"
		);
		if (!frappe.user.has_role(["Department Manager", "Telesales Administrator"])) return;
		frm.add_custom_button(__("Try the Rule"), () => frappe.set_route("rule-simulation"));
		frm.add_custom_button(__("Decide"), () => decide(frm)).addClass("btn-primary");
	},
});

function decide(frm) {
	frappe.prompt(
		[
			{
				fieldname: "decision",
				fieldtype: "Select",
				label: __("Decision"),
				reqd: 1,
				options: ["Keep", "Change", "End"].map((value) => ({ value, label: __(value) })),
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			{ fieldname: "next_due_on", fieldtype: "Date", label: __("Next Review On") },
		],
		(values) =>
			frappe
				.xcall("dianjian_app.incentives.rules.rule_review_events.decide", { review: frm.doc.name, ...values })
				.then(() => frm.reload_doc()),
		frm.doc.rule_title,
		__("Decide")
	);
}
