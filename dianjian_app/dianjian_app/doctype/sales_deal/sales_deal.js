frappe.ui.form.on("Sales Deal", {
	setup(frm) {
		frm.set_query("visit", () => ({ filters: { stage: ["in", ["Signed", "Confirmed", "Walk-in"]] } }));
		frm.set_query("product_type", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		if (frm.doc.lead && !frm.is_new())
			frm.add_custom_button(__("Customer File"), () => frappe.set_route("customer-file", frm.doc.lead));
		if (frm.doc.docstatus === 0 && !frm.is_new() && !frm.doc.agent) {
			frm.set_intro(__("No visit of this customer counted, so nobody earns from this deal."), "blue");
		}
		if (frm.doc.docstatus && frappe.model.can_read("Deal File"))
			frm.add_custom_button(__("File of the Deal"), () =>
				frappe
					.xcall("dianjian_app.visits.deal_files.file_of_deal", { deal: frm.docname })
					.then((file) => frappe.set_route("Form", "Deal File", file))
			);
		if (frm.doc.docstatus !== 1 || !frappe.user.has_role("Department Manager")) return;
		frm.add_custom_button(__("Cancel Deal"), () =>
			frappe.prompt(
				[
					{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
					{
						fieldname: "on",
						label: __("Cancelled On"),
						fieldtype: "Date",
						default: dianjian.today(),
					},
					{ fieldname: "not_agents_fault", label: __("Not the Agent's Fault"), fieldtype: "Check" },
				],
				(values) => call_deal(frm, "cancel_deal", values).then(() => frm.reload_doc()),
				__("Cancel Deal")
			)
		);
		frm.add_custom_button(__("Change Deal"), () =>
			frappe.prompt(
				{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
				(values) =>
					call_deal(frm, "change", values).then(({ message }) =>
						frappe.set_route("Form", "Sales Deal", message)
					),
				__("Change Deal")
			)
		);
	},
});

function call_deal(frm, method, values) {
	return frappe.call({
		method: `dianjian_app.visits.sales_deal_events.${method}`,
		type: "POST",
		args: { deal: frm.docname, ...values },
		freeze: true,
	});
}
