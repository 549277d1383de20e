const DATA_REQUEST = "dianjian_app.privacy.personal_data_request_events.";

frappe.ui.form.on("Personal Data Request", {
	setup(frm) {
		frm.set_query("lead", "leads", () => ({ filters: { name: "" } }));
	},

	refresh(frm) {
		const taken = !frm.is_new();
		frm.set_df_property("number_input", "hidden", taken);
		frm.set_df_property("number_input", "reqd", !taken);
		frm.set_df_property("number_to_correct", "hidden", taken);
		frm.set_df_property("leads", "hidden", !taken);
		["leads", "steps"].forEach((f) => frm.set_df_property(f, "cannot_add_rows", 1));
		["leads", "steps"].forEach((f) => frm.set_df_property(f, "cannot_delete_rows", 1));
		frm.set_intro();
		if (!taken)
			return frm.set_intro(
				__("Verify who is asking, then enter the number. The customers who have it are found."),
				"blue"
			);
		["kind", "requested_on", "identity_proof"].forEach((f) => frm.set_df_property(f, "read_only", 1));
		if (frm.doc.stage !== "Received") {
			frm.disable_save();
			["due_date", "wish", "correct_name", "keep_do_not_call", "leads"].forEach((f) =>
				frm.set_df_property(f, "read_only", 1)
			);
		}
		frappe
			.xcall(`${DATA_REQUEST}what_is_held`, { request: frm.docname })
			.then((held) => show_held(frm, held));
	},
});

function show_held(frm, held) {
	const text = (v) => frappe.utils.escape_html(String(v == null ? "" : v));
	const rows = held.counts
		.map(([, label, n]) => `<tr><td>${text(label)}</td><td class="text-right">${n}</td></tr>`)
		.join("");
	const none =
		frm.doc.stage === "Done" && frm.doc.kind === "Erase"
			? __("Only figures without a name are still held.")
			: __("Nothing is held.");
	const shown = frm.doc.kind === "Erase" && frm.doc.stage === "Done" ? "" : rows;
	frm
		.get_field("held_html")
		.$wrapper.html(
			shown
				? `<table class="table table-sm" style="max-width:420px"><tr><th>${__("What Is Held")}</th><th class="text-right">${__("Rows")}</th></tr>${shown}</table>`
				: `<p class="text-muted">${none}</p>`
		);
	const told = {
		"In Work": [
			frm.doc.error_message
				? text(frm.doc.error_message)
				: __("The work is under way; this page shows when it is done."),
			frm.doc.error_message ? "red" : "blue",
		],
		Done: [
			frm.doc.kind === "Export"
				? __("Done: hand the files to the customer. They are removed after the retention period.")
				: __("Done."),
			"green",
		],
		Refused: [__("Refused: {0}", [text(frm.doc.refusal_reason)]), "red"],
		Withdrawn: [__("Withdrawn by the customer."), "gray"],
		Received: [
			held.may.approve
				? __("Look at the customers found and approve it, or refuse it with a reason.")
				: frm.doc.kind === "Erase"
					? __(
							"An erasure is approved by somebody other than the person who took the request: the manager or the administrator."
						)
					: __("The manager or the administrator decides."),
			"orange",
		],
	}[frm.doc.stage];
	frm.set_intro(); // a second refresh may have come first
	frm.set_intro([told[0], ...held.warnings.map(text)].join("<br>"), told[1]);
	[
		["export_file", __("Download Workbook")],
		["export_zip", __("Download Everything")],
	].forEach(([f, label]) => {
		if (frm.doc[f] && dianjian.is_address(frm.doc[f]))
			frm.add_custom_button(label, () => window.open(frm.doc[f]));
	});
	if (frm.doc.stage === "In Work" && frm.doc.error_message)
		frm.add_custom_button(__("Try Again"), () => act(frm, "try_again"));
	if (held.may.approve)
		frm
			.add_custom_button(__("Approve"), () => approve(frm, held))
			.addClass(frm.doc.kind === "Erase" ? "btn-danger" : "btn-primary");
	if (held.may.refuse) frm.add_custom_button(__("Refuse"), () => with_reason(frm, "refuse", __("Refuse"), 1));
	if (held.may.withdraw)
		frm.add_custom_button(__("Withdraw"), () => with_reason(frm, "withdraw", __("Withdraw"), 0));
}

function act(frm, method, args = {}) {
	return frappe
		.call({
			method: DATA_REQUEST + method,
			type: "POST",
			args: { request: frm.docname, ...args },
			freeze: true,
		})
		.then(() => frm.reload_doc());
}

function with_reason(frm, method, title, reqd) {
	frappe.prompt(
		{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd },
		(given) => act(frm, method, given),
		title
	);
}

// an erasure is typed out, so that nobody approves it by a slip of the hand
function approve(frm, held) {
	if (frm.is_dirty()) return frappe.msgprint(__("Save first, so that you approve what you see here."));
	if (frm.doc.kind !== "Erase") {
		const what =
			frm.doc.kind === "Export"
				? __("Export everything held about {0} customers?", [held.leads])
				: __("Write the right name or number into every row of {0} customers?", [held.leads]);
		return frappe.confirm(what, () => act(frm, "approve"));
	}
	const text = frappe.utils.escape_html;
	const fields = [
		{
			fieldtype: "HTML",
			fieldname: "told",
			options: `<div class="alert alert-danger">${held.warnings.map((w) => text(w)).join("<br>")}</div><p>${__("{0} customers are erased. Figures, visits, deals and rewards stay as they are.", [held.leads])}</p>`,
		},
		{ fieldname: "typed", label: __("Type {0} to erase", [text(frm.docname)]), fieldtype: "Data", reqd: 1 },
	];
	const dialog = new frappe.ui.Dialog({
		title: __("Erase for Good"),
		fields,
		primary_action_label: __("Erase"),
		primary_action({ typed }) {
			if (typed.trim() !== frm.docname)
				return frappe.msgprint(__("What you typed is not {0}.", [text(frm.docname)]));
			dialog.hide();
			act(frm, "approve");
		},
	});
	dialog.show();
}
