frappe.ui.form.on("Invitation Register", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { position: "Telesales Agent", status: "Active" } }));
		frm.set_query("lead", "rows", () => ({ filters: { agent: frm.doc.agent, do_not_call: 0 } }));
		frm.set_query("event", "rows", () => ({
			filters: { centre: frm.doc.centre || undefined, status: "Planned" },
		}));
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
			if ((frm.doc.rows || []).length)
				frm.add_custom_button(__("Receptionist for All"), () => name_receptionist(frm));
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
	rows_add(frm, cdt, cdn) {
		if (!locals[cdt][cdn].planned_at) frappe.model.set_value(cdt, cdn, "planned_at", next_full_hour());
	},

	lead(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (!row.lead) return;
		if (frm.doc.rows.some((other) => other.name !== cdn && other.lead === row.lead)) {
			const name = frappe.utils.escape_html(frappe.utils.get_link_title("Call Lead", row.lead) || row.lead);
			frappe.show_alert({ message: __("{0} is on the register already.", [name]), indicator: "orange" });
			return frappe.model.set_value(cdt, cdn, "lead", "");
		}
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
			for (const customer of customers) {
				// the grid shows names, not numbers of documents
				frappe.utils.add_link_title(
					"Call Lead",
					customer.lead,
					customer.customer_name || customer.phone_mask
				);
				frm.add_child("rows", { planned_at: next_full_hour(), ...customer });
			}
			frm.refresh_field("rows");
		});
}

function next_full_hour() {
	return moment(frappe.datetime.system_datetime()).add(1, "hours").format("YYYY-MM-DD HH:00:00");
}

// one receptionist for every row that may still change
function name_receptionist(frm) {
	frappe.prompt(
		{
			fieldname: "receptionist",
			label: __("Receptionist"),
			fieldtype: "Link",
			options: "Sales Staff",
			reqd: 1,
			get_query: () => ({
				filters: { position: "Sales Consultant", status: "Active", centre: frm.doc.centre || undefined },
			}),
		},
		({ receptionist }) => {
			for (const row of frm.doc.rows)
				frappe.model.set_value(row.doctype, row.name, "receptionist", receptionist);
			frm.refresh_field("rows");
		},
		__("Receptionist of All Rows")
	);
}
