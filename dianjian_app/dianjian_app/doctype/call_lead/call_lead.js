frappe.ui.form.on("Call Lead", {
	setup(frm) {
		frm.set_query("product_need", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		if (frm.is_new()) {
			frm.disable_save();
			frm.set_intro(
				__("Leads are created from batches and incoming calls. Register the call instead."),
				"orange"
			);
			return;
		}
		if (frm.doc.do_not_call) {
			frm.set_intro(__("This customer refuses calls."), "red");
			if (frappe.user.has_role("Telesales Administrator"))
				frm.add_custom_button(__("Lift Refusal"), () => lift_refusal(frm));
		} else {
			dianjian.refusal_button(frm);
			if (!["Telesales Auditor", "Planning"].some((role) => frappe.user.has_role(role)))
				frm.add_custom_button(__("Add a Number"), () => add_number(frm));
		}
		frm.add_custom_button(__("Customer File"), () => frappe.set_route("customer-file", frm.doc.name));
		frm.add_custom_button(__("Show Number"), () => dianjian.show_number(frm));
		frm.add_custom_button(__("Allocation History"), () =>
			frappe.set_route("List", "Lead Allocation", { "Lead Allocation Item.lead": frm.doc.name })
		);
		const leads = ["Sales Group Leader", "Department Manager"].some((role) => frappe.user.has_role(role));
		if (leads && frm.doc.agent) {
			frm.add_custom_button(__("Take Back"), () => take_back([frm.doc.name], () => frm.reload_doc()));
		}
		if (frm.doc.number_retired) {
			frm.set_intro(__("The number is not in use and is not called again."), "orange");
			if (leads) frm.add_custom_button(__("Number Works"), () => keep_number(frm));
		}
		frm.fields_dict.numbers.grid.add_custom_button(__("Show Number"), () => {
			const chosen = frm.fields_dict.numbers.grid.get_selected();
			dianjian.show_number(frm, chosen[0]);
		});
	},
});

function keep_number(frm) {
	frappe.prompt(
		{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
		({ reason }) =>
			frappe
				.xcall("dianjian_app.calls.retired_number.keep_number", { lead: frm.docname, reason })
				.then(() => frm.reload_doc()),
		__("Number Works")
	);
}

function add_number(frm) {
	frappe.db.get_value("Sales Centre", frm.doc.centre, "protected_numbers").then(({ message }) => {
		const fields = [{ fieldname: "number", label: __("Phone Number"), fieldtype: "Data", reqd: 1 }];
		if (message && message.protected_numbers === "Own Numbers and Kin") {
			const kin = ["Spouse", "Parent", "Child", "Other Kin"].map((value) => ({ value, label: __(value) }));
			const options = [{ value: "", label: __("The Customer") }, ...kin];
			fields.push({ fieldname: "whose", label: __("Whose Number"), fieldtype: "Select", options });
		}
		frappe.prompt(
			fields,
			(given) =>
				frappe
					.xcall("dianjian_app.resources.numbers.further_numbers.add_number", { lead: frm.docname, ...given })
					.then((mask) => {
						if (!mask) return;
						frappe.show_alert({ message: __("Added: {0}", [mask]), indicator: "green" });
						frm.reload_doc();
					}),
			__("Add a Number"),
			__("Add")
		);
	});
}

function lift_refusal(frm) {
	dianjian.ask_reason(__("Lift Refusal"), (reason) =>
		frappe
			.xcall("dianjian_app.resources.numbers.refusal.lift", { lead: frm.docname, reason })
			.then(() => frm.reload_doc())
	);
}

function take_back(leads, done) {
	dianjian.ask_reason(__("Take Back"), (reason) =>
		frappe
			.call({
				method: "dianjian_app.resources.pool.allocation.take_back",
				type: "POST",
				args: { leads: JSON.stringify(leads), reason },
				freeze: true,
			})
			.then(({ message }) => {
				frappe.show_alert({ message: __("Back in the pool: {0}", [message]), indicator: "green" });
				done();
			})
	);
}
