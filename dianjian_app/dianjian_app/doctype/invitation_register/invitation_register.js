frappe.ui.form.on("Invitation Register", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { position: "Telesales Agent", status: "Active" } }));
		frm.set_query("lead", "rows", () => ({ filters: { agent: frm.doc.agent, do_not_call: 0 } }));
		frm.set_query("receptionist", "rows", () => ({
			filters: { position: "Sales Consultant", status: "Active", centre: frm.doc.centre || undefined },
		}));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.agent) return;
		frappe.db
			.get_value(
				"Sales Staff",
				{ user: frappe.session.user, status: "Active", position: "Telesales Agent" },
				"name"
			)
			.then(({ message }) => message && message.name && frm.set_value("agent", message.name));
	},

	refresh(frm) {
		if (frm.doc.docstatus === 0) {
			frm.add_custom_button(__("Add Today's Intention Customers"), () => add_customers(frm));
			const open = (frm.doc.rows || []).filter((r) => !r.receptionist).length;
			if (!frm.is_new() && open)
				frm.set_intro(
					__("{0} invitations still need a receptionist; the leader names them and signs.", [open]),
					"blue"
				);
		}
		const leads = frappe.user.has_role("Sales Group Leader") || frappe.user.has_role("Department Manager");
		if (frm.doc.docstatus === 1 && leads) {
			frm.add_custom_button(__("Cancel Register"), () =>
				frappe.prompt(
					{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
					({ reason }) =>
						frappe
							.xcall("dianjian_app.visits.invitation_register_events.cancel_register", {
								register: frm.docname,
								reason,
							})
							.then(() => frm.reload_doc()),
					__("Cancel Register")
				)
			);
		}
		if (!frm.is_new()) {
			frm.add_custom_button(__("Form in Excel"), () =>
				open_url_post("/api/method/dianjian_app.workbooks.register_workbooks.download_registers", {
					registers: JSON.stringify([frm.docname]),
				})
			);
			frm.add_custom_button(__("Print in Duplicate"), () => {
				const args = {
					doctype: frm.doctype,
					name: frm.docname,
					format: "Invitation Register in Duplicate",
					no_letterhead: 1,
				};
				window.open(`/printview?${$.param(args)}`);
			});
		}
	},
});

frappe.ui.form.on("Invitation", {
	lead(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (!row.lead) return;
		frappe.db
			.get_value("Call Lead", row.lead, ["customer_name", "phone_mask", "product_need"])
			.then(({ message }) => frappe.model.set_value(cdt, cdn, message));
	},
});

function add_customers(frm) {
	frappe
		.call("dianjian_app.visits.invitation_register_events.intention_customers", {
			agent: frm.doc.agent,
			date: frm.doc.date,
		})
		.then(({ message }) => {
			const there = new Set((frm.doc.rows || []).map((r) => r.lead));
			const customers = (message || []).filter((c) => !there.has(c.lead));
			if (!customers.length)
				return frappe.show_alert({
					message: __("No further intention customers that day."),
					indicator: "orange",
				});
			customers.forEach((c) => frm.add_child("rows", c));
			frm.refresh_field("rows");
		});
}
