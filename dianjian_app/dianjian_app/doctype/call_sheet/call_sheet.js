frappe.ui.form.on("Call Sheet", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { position: "Telesales Agent", status: "Active" } }));
		frm.set_query("lead", "rows", () => ({ filters: { agent: frm.doc.agent, do_not_call: 0 } }));
		frm.set_query("product_need", "rows", () => ({ filters: { disabled: 0 } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.agent) set_own_agent(frm);
	},

	refresh(frm) {
		offer_choices(frm);
		show_foot(frm);
		frm.toggle_display(["agent_name", "sb_figures"], false); // the title and the foot say it
		const decides = ["Sales Group Leader", "Department Manager"].some((role) => frappe.user.has_role(role));
		const open = frm.doc.docstatus === 0 && (frm.is_new() || ["Draft", "Returned"].includes(frm.doc.stage));
		const writes = open && (frappe.user.has_role("Telesales Agent") || !!frm.doc.amended_from);
		frm.set_df_property("agent", "read_only", frm.is_new() && decides ? 0 : 1);
		frm.set_df_property("date", "read_only", frm.is_new() ? 0 : 1);
		frm.set_df_property("rows", "read_only", writes ? 0 : 1);
		show_intro(frm, decides);
		if (!frm.is_new()) {
			frm.add_custom_button(__("Form in Excel"), () =>
				open_url_post("/api/method/dianjian_app.workbooks.call_form_downloads.download_sheets", {
					sheets: JSON.stringify([frm.docname]),
				})
			);
		}
		if (writes) frm.add_custom_button(__("Add My Leads"), () => choose_leads(frm));
		if (frm.doc.stage === "Handed In" && decides) {
			frm.add_custom_button(__("Return"), () => ask_sheet_reason(frm, __("Return"), "return_sheet"));
		}
		if (frm.doc.docstatus === 1 && decides) {
			frm.add_custom_button(__("Correct"), () => ask_sheet_reason(frm, __("Correct"), "correct"));
		}
	},

	// what needs a reason asks for it and goes its own way; the promise is left open, so nothing else follows
	before_workflow_action(frm) {
		const method = { Return: "return_sheet", Cancel: "cancel_sheet" }[frm.selected_workflow_action];
		if (!method) return;
		frappe.dom.unfreeze();
		ask_sheet_reason(frm, __(frm.selected_workflow_action), method);
		return new Promise(() => {});
	},

	agent: offer_choices,
});

frappe.ui.form.on("Call Sheet Row", {
	// a result says whether the customer was reached; another tick than the result's takes the result away
	result(frm, cdt, cdn) {
		const said = result_of(frm, locals[cdt][cdn]);
		if (said) frappe.model.set_value(cdt, cdn, "connected", said.reached ? 1 : 0);
	},
	connected(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		const said = result_of(frm, row);
		if (said && said.reached !== !!row.connected) frappe.model.set_value(cdt, cdn, "result", "");
		if (!row.connected && row.grade) frappe.model.set_value(cdt, cdn, "grade", "");
	},
	grade(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (row.grade && !row.connected) frappe.model.set_value(cdt, cdn, "connected", 1);
	},
	lead(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (!row.lead) return;
		frappe.db
			.get_value("Call Lead", row.lead, ["customer_name", "phone_mask", "product_need"])
			.then(({ message }) => message && frappe.model.set_value(cdt, cdn, message));
	},
});

const result_of = (frm, row) => (frm.call_results || []).find((r) => r.value === row.result);

function set_own_agent(frm) {
	frappe.db
		.get_value("Sales Staff", { user: frappe.session.user, status: "Active", position: "Telesales Agent" }, [
			"name",
			"staff_name",
		])
		.then(({ message }) => {
			if (!message || !message.name) return;
			frappe.utils.add_link_title("Sales Staff", message.name, message.staff_name);
			frm.set_value("agent", message.name);
		});
}

function offer_choices(frm) {
	if (!frm.doc.agent) return;
	const offer = (centre) =>
		Promise.all([
			frappe.xcall("dianjian_app.resources.grades.grade_options", { centre }),
			frappe.xcall("dianjian_app.resources.call_results.result_options", { centre }),
		]).then(([grades, results]) => {
			const { grid } = frm.fields_dict.rows;
			frm.call_results = results;
			grid.update_docfield_property("grade", "options", [{ value: "", label: "" }, ...grades]);
			grid.update_docfield_property("result", "options", [{ value: "", label: "" }, ...results]);
			frm.refresh_field("rows");
		});
	if (frm.doc.centre) return offer(frm.doc.centre);
	frappe.db
		.get_value("Sales Staff", frm.doc.agent, "centre")
		.then(({ message }) => message && message.centre && offer(message.centre));
}

function show_intro(frm, decides) {
	frm.set_intro("");
	const text = frappe.utils.escape_html;
	if (frm.doc.stage === "Returned")
		frm.set_intro(__("Returned: {0}", [text(frm.doc.return_reason || "")]), "orange");
	if (frm.doc.amended_from) {
		frm.set_intro(
			__("Correction of {0}: {1}", [text(frm.doc.amended_from), text(frm.doc.amendment_reason || "")]),
			"blue"
		);
	}
	if (frm.doc.stage !== "Handed In" || !decides) return;
	frappe.xcall("dianjian_app.calls.review.odd_points", { sheet: frm.docname }).then((points) => {
		if (frm.doc.stage !== "Handed In") return;
		if (points.length)
			frm.set_intro(
				__("Check these points before you confirm: {0}.", [text(dianjian.listed(points))]),
				"orange"
			);
		else frm.set_intro(__("Nothing odd was found on this sheet."), "green");
	});
}

// the foot of the paper form: date, agent, calls, per grade, per product need, visits, deals
function show_foot(frm) {
	const doc = frm.doc;
	const counted = (kind) => (doc.counts || []).filter((c) => c.kind === kind).map((c) => [c.key, c.calls]);
	const cells = [
		[__("Date"), frappe.datetime.str_to_user(doc.date)],
		[__("Telesales Agent"), doc.agent_name],
		[__("Calls Made"), doc.calls_total],
		[__("Calls Reached"), doc.calls_connected],
		[__("Valid Connected Calls"), doc.calls_valid],
		[__("Customers Connected"), doc.customers_connected],
		[__("Intention Customers"), doc.intention_count],
		...counted("Grade"),
		...counted("Product"),
		[__("Visits That Day"), doc.visits_today],
		[__("Deals That Day"), doc.deals_today],
	].map(([label, value]) => {
		const shown = [label, value == null || value === "" ? "–" : value].map((v) =>
			frappe.utils.escape_html(String(v))
		);
		return `<td style="min-width: 72px"><div class="text-muted small">${shown[0]}</div><b>${shown[1]}</b></td>`;
	});
	const foot = `<table class="table table-bordered" style="width: auto"><tr>${cells.join("")}</tr></table>`;
	frm.get_field("foot").$wrapper.html(frm.is_new() ? "" : `<div style="overflow-x: auto">${foot}</div>`);
}

function choose_leads(frm) {
	frappe.xcall("dianjian_app.calls.todays_list.today_list").then((day) => {
		const there = new Set((frm.doc.rows || []).map((r) => r.lead));
		const leads = day.leads.filter((l) => !there.has(l.name));
		if (!leads.length) return frappe.msgprint(__("Every customer of today's list is on the sheet already."));
		const titles = {
			promised: __("Promised for today"),
			due: __("Due again"),
			new: __("Handed out"),
			again: __("Not reached yet"),
		};
		const dialog = new frappe.ui.Dialog({
			title: __("Add My Leads"),
			fields: [
				{
					fieldname: "leads",
					fieldtype: "MultiCheck",
					label: __("Call Lead"),
					select_all: true,
					columns: 2,
					options: leads.map((l) => ({
						value: l.name,
						label: frappe.utils.escape_html(
							[l.customer_name || __("No name"), l.phone_mask, titles[l.reason]].filter(Boolean).join(" · ")
						),
					})),
				},
			],
			primary_action_label: __("Add"),
			primary_action: ({ leads: chosen }) => {
				dialog.hide();
				add_leads(
					frm,
					leads.filter((l) => (chosen || []).includes(l.name))
				);
			},
		});
		dialog.show();
	});
}

function add_leads(frm, leads) {
	const blank = (frm.doc.rows || []).filter((r) => !r.lead);
	blank.forEach((r) => frm.get_field("rows").grid.grid_rows_by_docname[r.name]?.remove());
	leads.forEach((l) => {
		frappe.utils.add_link_title("Call Lead", l.name, l.customer_name || l.name);
		frm.add_child("rows", {
			lead: l.name,
			customer_name: l.customer_name,
			phone_mask: l.phone_mask,
			product_need: l.product_need,
		});
	});
	frm.refresh_field("rows");
	frm.dirty();
	frappe.show_alert({ message: __("Added: {0}", [leads.length]), indicator: "green" });
}

function ask_sheet_reason(frm, title, method) {
	frappe.prompt(
		{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
		({ reason }) =>
			frappe
				.xcall(`dianjian_app.calls.review.${method}`, { sheet: frm.doc.name, reason })
				.then((name) => (name ? frappe.set_route("Form", "Call Sheet", name) : frm.reload_doc()))
				.catch(() => frm.reload_doc()), // the server has said why
		title
	);
}
