frappe.ui.form.on("Sales Centre", {
	setup(frm) {
		frm.set_query("manager", () => ({
			filters: { centre: frm.doc.name, position: "Department Manager", status: ["!=", "Departed"] },
		}));
	},

	deduction_policy: (frm) => frm.is_dirty() && frm.set_df_property("deduction_policy", "description", __("Save to see what this policy says.")),

	refresh(frm) {
		frm.toggle_display("manager", !frm.is_new());
		show_policy(frm);
		if (!frm.is_new() && frm.perm[0].write) {
			frm.add_custom_button(__("Rebuild Ledger"), () => rebuild_ledger(frm));
		}
	},
});

// what the chosen policy says, and which rules in force it does not allow
function show_policy(frm) {
	if (frm.is_new()) return;
	frappe.xcall("dianjian_app.incentives.policy.notice_of", { centre: frm.docname }).then((said) => {
		if (!said.policy) return;
		const text = frappe.utils.escape_html;
		const forbidden = said.forbidden.length ? `<br><b>${__("Given back in each settlement, since the policy does not allow their class: {0}", [text(said.forbidden.join(", "))])}</b>` : "";
		frm.get_field("deduction_policy").set_description(`${text(said.notice)}${forbidden}`);
	});
}

function rebuild_ledger(frm) {
	const today = frappe.datetime.get_today();
	frappe.prompt(
		[
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("From Date"),
				reqd: 1,
				default: today.slice(0, 8) + "01",
			},
			{ fieldname: "to_date", fieldtype: "Date", label: __("To Date"), reqd: 1, default: today },
		],
		(values) =>
			frappe
				.xcall("dianjian_app.ledger.build.rebuild_by_hand", { centre: frm.doc.name, ...values })
				.then((counts) =>
					frappe.msgprint(
						__("Ledger lines written: {0}, removed: {1}, right already: {2}", [
							counts.written,
							counts.removed,
							counts.unchanged,
						])
					)
				),
		__("Rebuild Ledger"),
		__("Rebuild")
	);
}
