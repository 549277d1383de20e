frappe.ui.form.on("Staff Appraisal", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { status: ["!=", "Departed"] } }));
		frm.set_query("action", () => ({ filters: { agent: frm.doc.agent || "" } }));
	},
	refresh(frm) {
		frm.set_intro();
		frm.set_df_property("scores", "read_only", frm.doc.scheme ? 1 : 0);
		if (frm.doc.stage === "Answering")
			return frm.set_intro(
				__("It is being answered until {0} and weighed then.", [frappe.datetime.str_to_user(frm.doc.due_on)]),
				"blue"
			);
		const me = (frappe.boot.dianjian_staff || []).includes(frm.doc.agent);
		if (me && frm.doc.docstatus === 1) {
			if (!frm.doc.response) answer(frm);
			frm.add_custom_button(__("Appeal"), () =>
				frappe.new_doc("Incentive Appeal", { kind: "An Appraisal", appraisal: frm.docname })
			);
		}
		if (!me && frm.doc.docstatus === 1 && frappe.model.can_create("Disciplinary Action")) propose(frm);
		if (frm.doc.docstatus === 0 && frm.doc.scheme)
			frm.set_intro(__("Talk about it with the person, then sign by submitting."), "blue");
		else if (frm.doc.docstatus === 0)
			frm.set_intro(__("The weights make 100; each score is 0 to 100. Submitting signs it."), "blue");
	},
});

// what an appraisal brings is proposed from it and decided by manager and HR
function propose(frm) {
	["Award", "Promotion", "Training", "Warning"].forEach((action_type) =>
		frm.add_custom_button(
			__(action_type, null, "Disciplinary Action"),
			() =>
				frappe.new_doc("Disciplinary Action", {
					agent: frm.doc.agent,
					appraisal: frm.docname,
					action_type,
				}),
			__("Propose", null, "Disciplinary Action")
		)
	);
}

// the person concerned acknowledges it or says what is wrong
function answer(frm) {
	const act = (agrees, words) =>
		frappe
			.xcall("dianjian_app.incentives.appraisal.appraisal_response.respond", {
				appraisal: frm.docname,
				agrees,
				words,
			})
			.then(() => frm.reload_doc());
	frm.add_custom_button(__("Acknowledge"), () => act(1, "")).addClass("btn-primary");
	frm.add_custom_button(__("Disagree"), () =>
		frappe.prompt(
			{ fieldname: "words", label: __("In Your Words"), fieldtype: "Small Text", reqd: 1 },
			(given) => act(0, given.words),
			__("Disagree")
		)
	);
}
