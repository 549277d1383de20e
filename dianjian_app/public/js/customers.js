// What forms share that have a customer before them: who is calling, and one act for a customer who refuses.
frappe.provide("dianjian");

dianjian.inbound = {
	// who answers, and the source where there is only one for calls
	defaults(set) {
		frappe.db
			.get_value("Sales Staff", { user: frappe.session.user, status: "Active" }, "name")
			.then(({ message }) => message && message.name && set("answered_by", message.name));
		frappe.db
			.get_list("Channel Source", {
				filters: { is_inbound: 1, disabled: 0, is_group: 0 },
				pluck: "name",
				limit: 2,
			})
			.then((found) => found.length === 1 && set("source", found[0]));
	},

	recognise(number, answered_by, field) {
		if (!number) return field.set_description("");
		return frappe
			.xcall("dianjian_app.resources.numbers.caller_lookup.recognise", { number, answered_by })
			.then((told) => {
				const colour = told.refuses ? "red" : told.known ? "orange" : told.mask ? "green" : "gray";
				const said = [told.mask, told.message].filter(Boolean).map(frappe.utils.escape_html).join(" · ");
				field.set_description(`<span class="indicator-pill ${colour} recognised">${said}</span>`);
			});
	},
};

dianjian.refusal_button = (frm) => {
	if (frm.is_new() || !(frm.doc.phone_mask || frm.doc.lead) || frm.doc.do_not_call) return;
	frm.add_custom_button(__("Refuses Calls"), () =>
		dianjian.refuses_calls(frm.doctype, frm.docname).then(() => frm.reload_doc())
	);
};

dianjian.refuses_calls = (doctype, name) =>
	new Promise((resolve) => {
		const how = ["Call", "Incoming Call", "SMS Reply", "In Person", "In Writing", "Other"].map((value) => ({
			value,
			label: __(value),
		}));
		const usual =
			{ "Inbound Call": "Incoming Call", "Visit Confirmation": "In Person", "Sales Deal": "In Person" }[
				doctype
			] || "Call";
		frappe.prompt(
			[
				{
					fieldname: "how",
					label: __("How It Was Said"),
					fieldtype: "Select",
					options: how,
					default: usual,
					reqd: 1,
				},
				{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
			],
			(given) =>
				frappe
					.xcall("dianjian_app.resources.numbers.refusal.refuse_calls", { doctype, name, ...given })
					.then((out) => {
						frappe.show_alert({
							message: __("Recorded. The customer is not called or texted again."),
							indicator: "green",
						});
						resolve(out);
					}),
			__("The customer is never called or texted again, in no centre"),
			__("Record")
		);
	});

dianjian.show_number = (frm, row, reason) => {
	frappe.call({
		method: "dianjian_app.resources.numbers.reveal.reveal_number",
		type: "POST",
		args: { doctype: frm.doctype, name: frm.doc.name, row, reason },
		callback: ({ message }) => {
			if (!message) return;
			if (!message.number) return frappe.msgprint(message.message);
			const number = frappe.utils.escape_html(message.number);
			frappe.msgprint({
				title: frappe.utils.escape_html(frm.doc.customer_name || frm.doc.name),
				message: `<h3><a href="tel:${number}">${number.replace(/^\+86/, "").replace(";ext=", "转")}</a></h3><p class="text-muted">${__("This view was logged.")}</p>`,
			});
		},
		error: (answer) => {
			if (answer && answer.exc_type === "ReasonMissingError")
				dianjian.ask_reason(__("Show Number"), (why) => dianjian.show_number(frm, row, why));
		},
	});
};

dianjian.ask_reason = (title, then) => {
	frappe.prompt(
		{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
		({ reason }) => then(reason),
		title
	);
};
