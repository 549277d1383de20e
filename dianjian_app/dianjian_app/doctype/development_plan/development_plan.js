frappe.ui.form.on("Development Plan", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { status: ["!=", "Departed"] } }));
		frm.set_query("basis", () => ({ filters: { agent: frm.doc.agent || "", docstatus: 1 } }));
	},
	agent(frm) {
		frm.trigger("show_beside");
	},
	refresh(frm) {
		const { doc } = frm;
		const mine = (frappe.boot.dianjian_staff || []).includes(doc.agent);
		frm.set_intro("");
		frm.trigger("show_beside");
		if (doc.stage === "Closed") return frm.disable_save();
		if (mine && !frm.is_new()) return frm.trigger("offer_acknowledgement");
		if (!frm.perm[0] || !frm.perm[0].write) return;
		frm.set_intro(
			doc.stage === "Acknowledged"
				? __("Acknowledged by the person. What you change in it waits for the person again.")
				: __(
						"Saved, it waits for the person to acknowledge it. Dates, outcomes and notes of talks can follow later."
					),
			doc.stage === "Acknowledged" ? "green" : "blue"
		);
		frm.add_custom_button(__("Name a Training"), () => name_training(frm));
		if (!frm.is_new()) frm.add_custom_button(__("Close the Plan"), () => close_plan(frm));
	},
	offer_acknowledgement(frm) {
		if (frm.doc.stage !== "Open") return;
		frm.set_intro(
			__("This is your plan. Read it and acknowledge it; you can add words of your own."),
			"orange"
		);
		frm
			.add_custom_button(__("Acknowledge"), () =>
				frappe.prompt(
					{ fieldname: "words", fieldtype: "Small Text", label: __("Words of Your Own") },
					({ words }) =>
						frappe
							.xcall("dianjian_app.service.development.development_plan_events.acknowledge", {
								plan: frm.docname,
								words: words || "",
							})
							.then(() => frm.reload_doc()),
					__("Acknowledge"),
					__("Acknowledge")
				)
			)
			.addClass("btn-primary");
	},
	// appraisals and trainings of the person, as far as the reader may see them
	show_beside(frm) {
		const { agent } = frm.doc;
		const box = frm.get_field("beside").$wrapper.empty();
		frm.offered = [];
		if (!agent) return;
		dianjian.read("dianjian_app.service.development.beside_plans.stands_beside", { agent }).then((known) => {
			if (frm.doc.agent !== agent) return;
			frm.offered = known.offered;
			box.empty();
			const list = (title, rows, words, doctype) => {
				$("<h6>").text(title).appendTo(box);
				if (!rows.length) $("<p class='text-muted'>").text(__("None")).appendTo(box);
				const lines = $("<ul>").appendTo(box);
				rows.forEach((row) => {
					const line = $("<li>").appendTo(lines);
					const place = frappe.model.can_read(doctype)
						? $("<a>").attr("href", frappe.utils.get_form_link(doctype, row.name)).appendTo(line)
						: line;
					place.text(words(row).filter(Boolean).join(" · "));
				});
			};
			const day = (row) => frappe.datetime.str_to_user(row.date);
			list(
				__("Appraisals"),
				known.appraisals,
				(row) => [day(row), __(row.kind), row.total && `${row.total}`, __(row.result || "")],
				"Staff Appraisal"
			);
			list(
				__("Trainings Attended"),
				known.trainings,
				(row) => [day(row), row.topic, __(row.result || "")],
				"Training Session"
			);
			list(__("Trainings Due"), known.due, (row) => [day(row), row.reason], "Training Due");
		});
	},
});

function name_training(frm) {
	const offered = frm.offered || [];
	if (!offered.length) return frappe.msgprint(__("No training of the centre is planned or was held lately."));
	const shown = (row) => `${frappe.datetime.str_to_user(row.date)} ${row.topic}`;
	frappe.prompt(
		{
			fieldname: "session",
			fieldtype: "Select",
			label: __("Training"),
			reqd: 1,
			options: offered.map((row) => ({ value: row.name, label: frappe.utils.escape_html(shown(row)) })),
		},
		({ session }) => {
			const row = offered.find((one) => one.name === session);
			frm.add_child("steps", { kind: "Training", what: row.topic, due_on: row.date, session });
			frm.refresh_field("steps");
			frm.dirty();
		},
		__("Name a Training"),
		__("Add")
	);
}

function close_plan(frm) {
	frappe.prompt(
		{ fieldname: "conclusion", fieldtype: "Small Text", label: __("What came of it?"), reqd: 1 },
		({ conclusion }) =>
			frappe
				.xcall("dianjian_app.service.development.development_plan_events.close", {
					plan: frm.docname,
					words: conclusion,
				})
				.then(() => frm.reload_doc()),
		__("Close the Plan"),
		__("Close the Plan")
	);
}
