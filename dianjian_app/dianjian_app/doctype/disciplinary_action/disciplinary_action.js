frappe.ui.form.on("Disciplinary Action", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { status: ["!=", "Departed"] } }));
		frm.set_query("ground", () => ({ filters: { disabled: 0 } }));
		frm.set_query("appraisal", () => ({ filters: { agent: frm.doc.agent || "", docstatus: 1 } }));
	},

	refresh(frm) {
		const of_rule = Boolean(frm.doc.rule);
		frm.toggle_display("agent_name", false);
		const written = frm.is_new() || frm.doc.status === "Proposed";
		["action_type", "agent", "date", "ground", "evidence", "appraisal"].forEach((f) =>
			frm.set_df_property(f, "read_only", of_rule || !written ? 1 : 0)
		);
		if (frm.is_new())
			return frm.set_intro(
				__("Choose the ground, describe what happened and name the evidence. Manager and HR decide."),
				"blue"
			);
		guide(frm);
		if (["Elimination", "Dismissal"].includes(frm.doc.action_type) && of_rule) show_path(frm);
		if (frm.doc.settlement && frappe.model.can_read("Incentive Settlement")) {
			frm.add_custom_button(__("Settlement"), () =>
				frappe.set_route("Form", "Incentive Settlement", frm.doc.settlement)
			);
		}
	},
});

// whose turn it is, and the act that is theirs
function guide(frm) {
	const me = (frappe.boot.dianjian_staff || []).includes(frm.doc.agent);
	const act = (method, args) =>
		frappe
			.xcall(`dianjian_app.incentives.discipline.disciplinary_decision.${method}`, {
				action: frm.docname,
				...args,
			})
			.then(() => frm.reload_doc());
	const [manager, hr] = ["Department Manager", "HR Reviewer"].map(
		(role) => frappe.user.has_role(role) && !me
	);
	const merit = ["Award", "Promotion"].includes(frm.doc.action_type);
	if (frm.doc.status === "Proposed" && !frm.doc.told_person) {
		frm.set_intro(
			__("A rule proposed this. Manager or HR confirm it; until then {0} is not told.", [
				dianjian.plain(frm.doc.agent_name),
			]),
			"orange"
		);
		if (manager || hr)
			frm
				.add_custom_button(__("Confirm Proposal"), () =>
					frappe.confirm(
						__("{0} is told of the proposal: {1}. Go on?", [
							dianjian.plain(frm.doc.agent_name),
							__(frm.doc.action_type, null, "Disciplinary Action"),
						]),
						() => act("confirm_proposal")
					)
				)
				.addClass("btn-primary");
	} else if (frm.doc.status === "Proposed" && merit) {
		frm.set_intro(__("The department manager decides now."), "orange");
		if (manager) offer_decision(frm, act, true);
	} else if (frm.doc.status === "Proposed") {
		frm.set_intro(
			me
				? __("Say what you have to say before anybody decides.")
				: __("{0} is heard first; then manager and HR decide.", [dianjian.plain(frm.doc.agent_name)]),
			"orange"
		);
		if (me) frm.add_custom_button(__("Make a Statement"), () => make_statement(act)).addClass("btn-primary");
		if (hr) {
			["Declined", "Absent"].forEach((how) =>
				frm.add_custom_button(__(how), () => act("record_not_heard", { how }), __("Was Not Heard"))
			);
		}
	} else if (frm.doc.status === "Heard") {
		frm.set_intro(__("The department manager decides now."), "orange");
		if (manager) offer_decision(frm, act, true);
	} else if (frm.doc.status === "Manager Decided") {
		frm.set_intro(__("HR decides now, another person than the manager."), "orange");
		if (hr && frm.doc.manager_decided_by !== frappe.session.user) offer_decision(frm, act, false);
	} else if (frm.doc.status === "Decided" && merit) {
		frm.set_intro(__("Decided by manager and HR."), "green");
	} else if (frm.doc.status === "Decided") {
		frm.set_intro(
			__("Decided by manager and HR. An appeal can be filed within the time that the centre gives."),
			"red"
		);
		if (me)
			frm.add_custom_button(__("Appeal"), () =>
				frappe.new_doc("Incentive Appeal", { kind: "A Disciplinary Action", action: frm.docname })
			);
	} else if (frm.doc.status === "Revoked") {
		frm.set_intro(__("Taken back by appeal {0}.", [dianjian.plain(frm.doc.revoked_by_appeal)]), "green");
	}
}

function make_statement(act) {
	frappe.prompt(
		{ fieldname: "text", label: __("Statement"), fieldtype: "Small Text", reqd: 1 },
		(given) => act("make_statement", given),
		__("Make a Statement"),
		__("Hand In")
	);
}

function offer_decision(frm, act, first) {
	const fields = [];
	if (first && frm.doc.action_type === "Elimination") {
		const options = ["Trained", "Transferred", "Kept", "Dismissed"].map((value) => ({
			value,
			label: __(value, null, "Disciplinary Action"),
		}));
		fields.push({
			fieldname: "outcome",
			label: __("What Becomes of the Person"),
			fieldtype: "Select",
			options,
			reqd: 1,
		});
	}
	if (first && frm.doc.action_type === "Suspension") {
		fields.push(
			{
				fieldname: "suspension_from",
				label: __("Suspended From"),
				fieldtype: "Date",
				reqd: 1,
				default: dianjian.today(),
			},
			{ fieldname: "suspension_to", label: __("Suspended To"), fieldtype: "Date" }
		);
	}
	fields.push({ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text" });
	frm
		.add_custom_button(__("Adopt"), () =>
			frappe.prompt(fields, (given) => act("decide", { adopt: 1, ...given }), __("Adopt"))
		)
		.addClass("btn-primary");
	frm.add_custom_button(__("Do Not Adopt"), () =>
		frappe.prompt(
			{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
			(given) => act("decide", { adopt: 0, ...given }),
			__("Do Not Adopt")
		)
	);
}

// figures alone dismiss nobody: the steps before, with the document of each
function show_path(frm) {
	frappe
		.xcall("dianjian_app.incentives.discipline.disciplinary_decision.elimination_path", {
			action: frm.docname,
		})
		.then((steps) => {
			frm.toggle_display("sb_path", steps.length > 0);
			if (!steps.length) return;
			const text = frappe.utils.escape_html;
			const rows = steps.map((s) => {
				const link = s.name
					? ` <a href="${frappe.utils.get_form_link(s.doctype, s.name)}">${text(s.name)}</a>`
					: "";
				return `<li>${s.done ? "✅" : "⬜"} ${text(s.step)}${link}</li>`;
			});
			frm
				.get_field("path_html")
				.$wrapper.html(
					`<p class="text-muted">${__("Before “Dismissed” can be chosen:")}</p><ol>${rows.join("")}</ol>`
				);
			const next = steps.findIndex((s) => !s.done);
			if (!["Heard", "Proposed", "Manager Decided"].includes(frm.doc.status)) return;
			if ([0, 2].includes(next) && frappe.model.can_create("Staff Appraisal")) {
				const kind = next ? "Second Assessment" : "First Assessment";
				frm.add_custom_button(
					__(kind),
					() => frappe.new_doc("Staff Appraisal", { agent: frm.doc.agent, action: frm.docname, kind }),
					__("Next Step", null, "Disciplinary Action")
				);
			}
			if (next === 1 && frappe.model.can_create("Training Session")) {
				frm.add_custom_button(
					__("Training Session"),
					() => frappe.new_doc("Training Session", { centre: frm.doc.centre }),
					__("Next Step", null, "Disciplinary Action")
				);
			}
		});
}
