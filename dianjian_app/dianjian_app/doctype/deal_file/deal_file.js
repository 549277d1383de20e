// Forms only show and ask; the server decides again (visits/deal_file_events.py).
frappe.ui.form.on("Deal File", {
	setup(frm) {
		frm.set_query("responsible", "papers", () => ({
			filters: { centre: frm.doc.centre, status: ["!=", "Departed"] },
		}));
	},

	refresh(frm) {
		const { doc } = frm;
		frm.set_intro("");
		if (frm.is_new()) return;
		if (doc.lead)
			frm.add_custom_button(__("Customer File"), () => frappe.set_route("customer-file", doc.lead));
		frm.add_custom_button(__("Sales Deal"), () => frappe.set_route("Form", "Sales Deal", doc.deal));
		if (doc.stage === "Cancelled") {
			frm.set_intro(__("The deal is cancelled; its papers stay as they were."), "gray");
			return frm.disable_save();
		}
		if (doc.stage === "Complete")
			return frm.set_intro(
				__("Complete since {0}.", [frappe.datetime.str_to_user(doc.completed_on)]),
				"green"
			);
		const missing = (doc.papers || []).filter((row) => row.required && !row.received_on);
		const late = missing.some((row) => row.due_on && row.due_on < dianjian.today());
		frm.set_intro(
			__("Missing: {0}. Enter the day on which a paper came into the file.", [
				dianjian.listed(missing.map((row) => dianjian.plain(row.paper))),
			]),
			late ? "red" : "orange"
		);
	},
});

frappe.ui.form.on("Deal Paper", {
	kind(frm, cdt, cdn) {
		// of identity papers only that they are there is kept
		if (locals[cdt][cdn].kind === "Identity") frappe.model.set_value(cdt, cdn, { number: "", scan: "" });
	},
});
