frappe.ui.form.on("Incentive Appeal", {
	setup(frm) {
		const mine = frappe.boot.dianjian_staff || [];
		frm.set_query("entry", () => ({ filters: { agent: ["in", mine] } }));
		frm.set_query("action", () => ({ filters: { agent: ["in", mine], status: "Decided" } }));
		frm.set_query("appraisal", () => ({ filters: { agent: ["in", mine], docstatus: 1 } }));
	},

	refresh(frm) {
		const open = frm.is_new() || frm.doc.stage === "Filed";
		["kind", "entry", "action", "appraisal", "rule", "month", "grounds", "attachment"].forEach((f) =>
			frm.set_df_property(f, "read_only", open && (frm.is_new() || mine(frm)) ? 0 : 1)
		);
		const deciding = frm.doc.stage === "In Review" && !mine(frm);
		["corrected_amount", "decision_reason"].forEach((f) =>
			frm.set_df_property(f, "read_only", deciding ? 0 : 1)
		);
		if (frm.is_new())
			return frm.set_intro(
				__("Say what is wrong and why. HR answers within the time that the centre gives."),
				"blue"
			);
		const day = frappe.datetime.str_to_user(frm.doc.answer_by);
		if (["Filed", "In Review"].includes(frm.doc.stage)) show_judges(frm);
		else frm.page.actions_btn_group.removeClass("hidden");
		if (frm.doc.stage === "Filed")
			frm.set_intro(__("HR takes it up; the answer is due by {0}.", [day]), "orange");
		if (frm.doc.stage === "In Review")
			frm.set_intro(
				__(
					"In review; the answer is due by {0}. Whoever decides writes the reason, then upholds or dismisses it.",
					[day]
				),
				"blue"
			);
		if (frm.doc.stage === "Dismissed" && mine(frm) && !frm.doc.second_review) {
			frm.add_custom_button(__("Ask for a Second Review"), () =>
				frappe.new_doc("Incentive Appeal", {
					kind: frm.doc.kind,
					entry: frm.doc.entry,
					action: frm.doc.action,
					appraisal: frm.doc.appraisal,
					rule: frm.doc.rule,
					month: frm.doc.month,
				})
			);
		}
	},
});

// who took part decides nothing, and is told who does
function show_judges(frm) {
	const name = frm.docname;
	frappe
		.xcall("dianjian_app.incentives.discipline.appeal_judges.who_decides", { appeal: name })
		.then(({ judges, barred }) => {
			if (frm.docname !== name) return;
			frm.page.actions_btn_group.toggleClass("hidden", barred && !mine(frm));
			const who = judges.length
				? __("Decided by: {0}.", [dianjian.plain(dianjian.listed(judges))])
				: __("Nobody is left to decide it: name a second HR person, or a deputy manager of the centre.");
			frm.dashboard.clear_headline();
			frm.dashboard.set_headline(who, judges.length ? "blue" : "red");
		});
}

const mine = (frm) => (frappe.boot.dianjian_staff || []).includes(frm.doc.agent);
