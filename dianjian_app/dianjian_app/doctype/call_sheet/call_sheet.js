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
		offer_grades(frm);
		const leads = frappe.user.has_role("Sales Group Leader") || frappe.user.has_role("Department Manager");
		if (frm.doc.return_reason && frm.doc.stage === "Returned") {
			frm.set_intro(__("Returned: {0}", [frappe.utils.escape_html(frm.doc.return_reason)]), "orange");
		}
		if (frm.doc.stage === "Handed In" && leads) {
			frm.add_custom_button(__("Return"), () => ask_sheet_reason(__("Return"), (reason) => act_on_sheet(frm, "return_sheet", reason)));
		}
		if (frm.doc.docstatus === 1 && leads) {
			frm.add_custom_button(__("Correct"), () =>
				ask_sheet_reason(__("Correct"), (reason) =>
					act_on_sheet(frm, "correct", reason).then((name) => frappe.set_route("Form", "Call Sheet", name))
				)
			);
		}
		if (frm.is_new() || (frm.doc.docstatus === 0 && ["Draft", "Returned"].includes(frm.doc.stage))) {
			frm.add_custom_button(__("Add My Leads"), () => add_leads(frm));
		}
	},

	agent: offer_grades,
});

frappe.ui.form.on("Call Sheet Row", {
	connected(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (!row.connected && row.grade) frappe.model.set_value(cdt, cdn, "grade", "");
	},
	lead(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (!row.lead) return;
		frappe.db
			.get_value("Call Lead", row.lead, ["customer_name", "phone_mask", "product_need"])
			.then(({ message }) => frappe.model.set_value(cdt, cdn, message));
	},
});

function set_own_agent(frm) {
	frappe.db
		.get_value("Sales Staff", { user: frappe.session.user, status: "Active", position: "Telesales Agent" }, "name")
		.then(({ message }) => message && message.name && frm.set_value("agent", message.name));
}

function offer_grades(frm) {
	if (!frm.doc.agent) return;
	frappe.db.get_value("Sales Staff", frm.doc.agent, "centre").then(({ message }) => {
		if (!message || !message.centre) return;
		frappe.call("dianjian_app.calls.grades.grade_options", { centre: message.centre }).then((answer) => {
			const options = [{ value: "", label: "" }, ...answer.message];
			frm.fields_dict.rows.grid.update_docfield_property("grade", "options", options);
			frm.refresh_field("rows");
		});
	});
}

function add_leads(frm) {
	frappe.call("dianjian_app.calls.today.today_list").then(({ message }) => {
		const there = new Set((frm.doc.rows || []).map((r) => r.lead));
		const leads = message.leads.filter((l) => !there.has(l.name));
		leads.forEach((l) =>
			frm.add_child("rows", { lead: l.name, customer_name: l.customer_name, phone_mask: l.phone_mask, product_need: l.product_need })
		);
		frm.refresh_field("rows");
		frappe.show_alert(__("{0} leads added; delete the rows you did not call.", [leads.length]));
	});
}

function ask_sheet_reason(title, then) {
	frappe.prompt({ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 }, ({ reason }) => then(reason), title);
}

function act_on_sheet(frm, method, reason) {
	return frappe
		.call({ method: `dianjian_app.calls.review.${method}`, type: "POST", args: { sheet: frm.doc.name, reason } })
		.then(({ message }) => {
			frm.reload_doc();
			return message;
		});
}
