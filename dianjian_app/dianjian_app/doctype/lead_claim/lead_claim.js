frappe.ui.form.on("Lead Claim", {
	refresh(frm) {
		frm.disable_save();
		if (frm.is_new()) return frappe.set_route("List", "Lead Claim");
		frappe.xcall("dianjian_app.service.lead_claim_events.my_part", { claim: frm.docname }).then((part) => {
			if (part.rule) frm.add_custom_button(__("Rule"), () => rule(frm, part.parties)).addClass("btn-primary");
			if (part.appeal) frm.add_custom_button(__("Appeal"), () => appeal(frm));
			if (part.evidence) show_evidence(frm);
			const same = frm.doc.sales_group === frm.doc.holder_group;
			const next = {
				Filed: same
					? __("The leader rules on it.")
					: __("Two groups are concerned: the manager rules on it."),
				Ruled: __("Claimant and holder may appeal within three working days."),
				Appealed: __("The next instance makes the final ruling."),
			};
			if (next[frm.doc.stage]) frm.set_intro(next[frm.doc.stage], "blue");
		});
	},
});

function rule(frm, parties) {
	const fields = [
		{
			fieldname: "agent",
			label: __("The Customer Goes To"),
			fieldtype: "Select",
			options: parties,
			reqd: 1,
			default: frm.doc.proposed_agent,
		},
		{
			fieldname: "reason",
			label: __("Reason"),
			fieldtype: "Small Text",
			description: __("Required where you deviate from the clauses"),
		},
	];
	frappe.prompt(
		fields,
		(given) =>
			frappe
				.xcall("dianjian_app.service.lead_claim_events.rule", { claim: frm.docname, ...given })
				.then(() => frm.reload_doc()),
		__("Rule")
	);
}

function appeal(frm) {
	frappe.prompt(
		{ fieldname: "text", label: __("Grounds of the Appeal"), fieldtype: "Small Text", reqd: 1 },
		(given) =>
			frappe
				.xcall("dianjian_app.service.lead_claim_events.appeal", { claim: frm.docname, ...given })
				.then(() => frm.reload_doc()),
		__("Appeal")
	);
}

function show_evidence(frm) {
	frappe.xcall("dianjian_app.service.lead_claim_events.evidence", { claim: frm.docname }).then((rows) => {
		const text = (v) => frappe.utils.escape_html(String(v == null ? "" : v));
		const lines = rows.map(
			(
				r
			) => `<tr><td>${frappe.datetime.str_to_user(r.at)}</td><td>${text(r.kind)}</td><td>${text(r.agent)}</td><td>${r.answered ? "" : __("not answered")}</td>
			<td><a href="${frappe.utils.get_form_link(r.doctype, r.name)}">${text(r.name)}</a></td></tr>`
		);
		frm.get_field("evidence_html").$wrapper.html(`<table class="table table-sm">${lines.join("")}</table>`);
	});
}
