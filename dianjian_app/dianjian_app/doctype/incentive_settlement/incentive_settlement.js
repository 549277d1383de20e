frappe.ui.form.on("Incentive Settlement", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.month)
			frm.set_value("month", frappe.datetime.add_months(dianjian.today(), -1).slice(0, 7));
	},

	refresh(frm) {
		frm.set_df_property("centre", "read_only", !frm.is_new());
		frm.set_df_property("month", "read_only", !frm.is_new());
		["lines", "blockers"].forEach((table) => frm.set_df_property(table, "cannot_add_rows", 1));
		if (frm.is_new()) return frm.set_intro(__("Save, then compute the month."), "blue");
		tell_settlement_stage(frm);
		// who has approved as manager does not approve as HR as well
		const barred =
			frm.doc.stage === "Manager Approved" && frm.doc.manager_approved_by === frappe.session.user;
		frm.page.actions_btn_group.toggleClass("hidden", barred);
		if (["Draft", "Returned"].includes(frm.doc.stage) && frm.perm[0].write) {
			frm.add_custom_button(__("Compute"), () => compute_settlement(frm)).addClass("btn-primary-light");
		}
		if (frm.doc.stage === "Published") {
			frm.add_custom_button(__("Statements"), () =>
				frappe.set_route("List", "Incentive Statement", { settlement: frm.docname })
			);
			show_mailed(frm);
			// another set-up changes nothing of a published month but by an act that shows first what it costs
			if (frappe.model.can_create("Plan Revision")) {
				frm.add_custom_button(__("Judge Anew"), () =>
					frappe.new_doc("Plan Revision", { centre: frm.doc.centre, month: frm.doc.month })
				);
			}
			frm.add_custom_button(__("Entries"), () =>
				frappe.set_route("List", "Incentive Entry", { settlement: frm.docname })
			);
		}
		if (frm.doc.proposal_count) {
			frm.add_custom_button(__("Proposals"), () =>
				frappe.set_route("List", "Disciplinary Action", { settlement: frm.docname })
			);
		}
		show_missing(frm);
		if (frm.doc.computed_at) show_settled_month(frm);
	},

	before_workflow_action(frm) {
		const action = frm.selected_workflow_action;
		if (["Approve as Manager", "Approve as HR", "Publish"].includes(action)) {
			frappe.dom.unfreeze();
			return new Promise((resolve) =>
				frappe.require("/assets/dianjian_app/js/settlement_steps.js", () =>
					dianjian.confirm_settlement_step(frm.docname, action).then(() => {
						frappe.dom.freeze(); // the desk unfreezes once it has acted
						resolve();
					})
				)
			);
		}
		if (action !== "Return") return;
		frappe.dom.unfreeze();
		frappe.prompt(
			{ fieldname: "reason", label: __("Reason of Return"), fieldtype: "Small Text", reqd: 1 },
			({ reason }) =>
				frappe
					.call({
						method: "dianjian_app.incentives.settlement.incentive_settlement_events.return_settlement",
						type: "POST",
						args: { settlement: frm.docname, reason },
						freeze: true,
					})
					.then(() => frm.reload_doc()),
			__("Return")
		);
		return new Promise(() => {}); // the answer acts, not the desk
	},
});

frappe.ui.form.on("Settlement Line", {
	form_render(frm, cdt, cdn) {
		const row = frm.fields_dict.lines.grid.get_row(cdn);
		frappe
			.call("dianjian_app.incentives.entries.explanation.explain_line", { line: cdn })
			.then(({ message }) => {
				const area = row.grid_form.wrapper.find(".form-area");
				area.find(".why-line").remove();
				area.prepend(`<div class="why-line frappe-card p-3 mb-3">${why_html(message)}</div>`);
			});
	},
});

// how many statements have reached their people
function show_mailed(frm) {
	frappe.xcall("dianjian_app.mailing.statement_mail.counts", { settlement: frm.docname }).then((n) => {
		frm.set_intro(
			__("{0} statements: {1} mailed, {2} failed, {3} without an address or account, {4} received.", [
				n.statements,
				n.queued,
				n.failed,
				n.no_address,
				n.received,
			]),
			n.failed ? "orange" : "blue"
		);
		if (!n.failed && !n.no_address) return;
		frm.add_custom_button(__("Send Again"), () =>
			frappe
				.xcall("dianjian_app.mailing.statement_mail.send_again", { settlement: frm.docname })
				.then(() => show_mailed(frm))
		);
	});
}

function tell_settlement_stage(frm) {
	const blocked = (frm.doc.blockers || []).length;
	const next = {
		Draft: !frm.doc.computed_at
			? [__("Compute the month first."), "blue"]
			: blocked
				? [__("{0} things are missing before the month can be approved; see below.", [blocked]), "orange"]
				: [__("Nothing is missing. The department manager approves next."), "green"],
		"Manager Approved": [__("HR approves next, or returns it with a reason."), "blue"],
		Returned: [__("Returned: {0}", [frappe.utils.escape_html(frm.doc.return_reason || "")]), "orange"],
		"HR Approved": [
			__("Approved by both. Publishing posts the entries; afterwards nothing changes any more."),
			"blue",
		],
	}[frm.doc.stage];
	if (next) frm.set_intro(next[0], next[1]);
}

function compute_settlement(frm) {
	frappe
		.call({
			method: "dianjian_app.incentives.settlement.compute.compute_settlement",
			type: "POST",
			args: { settlement: frm.docname },
			freeze: true,
			freeze_message: __("Computing …"),
		})
		.then(({ message }) => {
			frappe.show_alert({
				message: __("{0} lines, {1} things missing", [message.lines, message.blockers]),
				indicator: message.blockers ? "orange" : "green",
			});
			frm.reload_doc();
		});
}

// what is missing in sentences, each with the document where it is put right
function show_missing(frm) {
	const missing = frm.doc.blockers || [];
	frm.toggle_display("blockers", false);
	const link = (b) =>
		b.reference_name
			? ` <a class="missing" style="text-decoration:underline" href="${frappe.utils.get_form_link(b.reference_doctype, b.reference_name)}">${frappe.utils.escape_html(b.reference_name)}</a>`
			: "";
	const rows = missing.map(
		(b) =>
			`<li>${frappe.utils.escape_html(b.message || __(b.kind))}${link(b)} ${b.date ? `<span class="text-muted">${frappe.datetime.str_to_user(b.date)}</span>` : ""}</li>`
	);
	const none = frm.doc.computed_at ? __("Nothing is missing.") : __("Compute the month first.");
	frm
		.get_field("missing_html")
		.$wrapper.html(rows.length ? `<ol>${rows.join("")}</ol>` : `<p class="text-muted">${none}</p>`);
	show_open_appeals(frm);
}

// an open appeal stops nobody: only the line that it is about is held (R31)
function show_open_appeals(frm) {
	if (frm.doc.docstatus === 2 || !frappe.model.can_read("Incentive Appeal")) return;
	const filters = { centre: frm.doc.centre, stage: ["in", ["Filed", "In Review"]] };
	const fields = ["name", "agent_name"];
	const asked = frappe.db.get_list("Incentive Appeal", { filters, fields, order_by: "answer_by", limit: 50 });
	Promise.all([asked, frappe.db.count("Incentive Appeal", { filters })]).then(([open, total]) => {
		if (!open.length) return;
		const links = open.map(
			(a) =>
				`<a href="${frappe.utils.get_form_link("Incentive Appeal", a.name)}">${frappe.utils.escape_html(a.name)} ${frappe.utils.escape_html(a.agent_name || "")}</a>`
		);
		if (open.length < total) links.push(__("… and {0} more", [total - open.length]));
		frm
			.get_field("missing_html")
			.$wrapper.append(
				`<p class="open-appeals">${__("Open appeals (each puts only its own line on hold):")} ${dianjian.listed(links)}</p>`
			);
	});
}

// one row an agent, so that nobody has to add up lines
function show_settled_month(frm) {
	frappe
		.call("dianjian_app.incentives.settlement.month_report.month_of_settlement", { settlement: frm.docname })
		.then(({ message }) => {
			if (!message || !message.agents.length) return;
			const head = [
				__("Telesales Agent"),
				__("Rewards"),
				__("Deductions"),
				__("Leave Days"),
				__("Proposals"),
				__("Notices"),
			];
			const rows = message.agents.map((a) => {
				const figures = [
					format_number(a.rewards, null, 2),
					format_number(a.deductions, null, 2),
					a.leave_days || "",
					dianjian.listed(a.proposals.map((p) => __(p))),
					a.notices || "",
				];
				return `<tr><td>${frappe.utils.escape_html(a.name || a.agent)}</td>${figures.map((f) => `<td class="text-right">${frappe.utils.escape_html(String(f))}</td>`).join("")}</tr>`;
			});
			frm.dashboard.add_section(
				`<table class="table table-sm"><tr>${head.map((h, i) => `<th class="${i ? "text-right" : ""}">${h}</th>`).join("")}</tr>${rows.join("")}</table>`,
				__("Per Agent")
			);
			frm.dashboard.show();
		});
}

function why_html(message) {
	if (!message || !message.sentence) return "";
	const links = message.evidence.map(
		(e) =>
			`<a href="${frappe.utils.get_form_link(e.doctype, e.name)}">${__(e.doctype)} ${frappe.utils.escape_html(e.name)}</a>`
	);
	return `<p>${frappe.utils.escape_html(message.sentence)}</p><p class="text-muted small">${links.join(" · ")}</p>`;
}
