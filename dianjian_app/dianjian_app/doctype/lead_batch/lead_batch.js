const ENDINGS = [".xlsx", ".xls", ".csv", ".txt", ".tsv"];

frappe.ui.form.on("Lead Batch", {
	setup(frm) {
		frm.set_query("sales_group", () => ({ filters: { centre: frm.doc.centre, disabled: 0 } }));
		frm.set_query("brought_by", () => ({ filters: { centre: frm.doc.centre, status: "Active" } }));
		frm.set_query("source", () => ({ filters: { disabled: 0 } }));
		frm.set_query("centre", () => ({ filters: { disabled: 0 } }));
		attach_in_any_order(frm);
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.centre) set_own_centre(frm);
	},

	refresh(frm) {
		frm.get_field("preview_html").$wrapper.empty();
		frm.set_df_property("file", "options", {
			restrictions: { allowed_file_types: ENDINGS.flatMap((end) => [end, end.toUpperCase()]) },
		});
		guide(frm);
		say_what_evidence_is_for(frm);
		if (frm.is_new()) return;
		if (["Draft", "Failed", "Queued"].includes(frm.doc.status) && frm.doc.file) {
			dianjian.batch.show_preview(frm, offer_import);
			if (frm.perm[0].write) {
				if (frm.doc.status === "Queued") offer_to_start_again(frm);
				else offer_import(frm);
			}
		}
		if (frm.doc.status === "Imported") {
			frm.add_custom_button(__("New Leads"), () =>
				frappe.set_route("List", "Call Lead", { batch: frm.doc.name })
			);
			frm.add_custom_button(__("Lead Batch Row"), () =>
				frappe.set_route("List", "Lead Batch Row", { batch: frm.doc.name })
			);
			if (frm.doc.rejects_file) {
				frm.add_custom_button(__("Download Rejected Rows"), () =>
					window.open(encodeURI(frm.doc.rejects_file))
				);
			}
			if (frm.perm[0].write) frm.add_custom_button(__("Undo the Whole Batch"), () => undo(frm), __("More"));
		}
		if (frm.doc.status === "Queued") wait_for_the_end(frm);
	},

	centre(frm) {
		frm.set_value("sales_group", null);
	},

	file(frm) {
		if (frm.doc.file && !frm.doc.batch_name) {
			frm.set_value(
				"batch_name",
				frm.doc.file
					.split("/")
					.pop()
					.replace(/\.[^.]+$/, "")
			);
		}
	},

	source(frm) {
		say_what_evidence_is_for(frm);
		if (frm.is_new() && frm.doc.file && is_complete(frm)) frm.save();
	},
});

function is_complete(frm) {
	return frm.doc.batch_name && frm.doc.centre && frm.doc.source;
}

// Frappe saves as soon as a file is attached: of a new batch only when what it needs stands there
function attach_in_any_order(frm) {
	const control = frm.get_field("file");
	const usual = control.on_upload_complete.bind(control);
	control.on_upload_complete = async (attachment) => {
		if (!frm.is_new() || is_complete(frm)) return usual(attachment);
		await control.parse_validate_and_set_in_model(attachment.file_url);
		frm.attachments.update_attachment(attachment);
		control.set_value(attachment.file_url);
		if (!frm.doc.batch_name) await frm.set_value("batch_name", attachment.file_name.replace(/\.[^.]+$/, ""));
		if (is_complete(frm)) return frm.save();
		guide(frm);
	};
}

function set_own_centre(frm) {
	frappe.db
		.get_value("Sales Staff", { user: frappe.session.user, status: "Active" }, ["name", "centre"])
		.then(({ message }) => {
			if (!message || !message.centre) return;
			frm.set_value("centre", message.centre);
			frm.set_value("brought_by", message.name);
		});
}

function guide(frm) {
	frm.set_intro("");
	const { status, file, new_count, merged_count, rejected_count } = frm.doc;
	if (status === "Imported") {
		frm.dashboard.clear_headline();
		frm.dashboard.set_headline(
			__("{0} new, {1} merged with customers who were there, {2} rejected.", [
				new_count,
				merged_count,
				rejected_count,
			]),
			rejected_count || frm.doc.unread_dates ? "orange" : "green"
		);
		if (frm.doc.unread_dates)
			frm.set_intro(
				__("{0} dates could not be read: their customers have no date.", [frm.doc.unread_dates]),
				"orange"
			);
	} else if (status === "Failed") {
		frm.set_intro(frappe.utils.escape_html(frm.doc.error_message || __("The import failed.")), "red");
	} else if (status === "Undone") {
		frm.set_intro(
			__(
				"This batch was undone. The customers that it brought were deleted; its figures stay for the record."
			),
			"orange"
		);
	} else if (status === "Queued") {
		frm.set_intro(
			__("The import is running. You may leave this page; the result will be shown here."),
			"blue"
		);
	} else if (frm.is_new() && file) {
		frm.set_intro(
			__("Now choose the source: the columns of the workbook are then shown for you to check."),
			"orange"
		);
	} else if (frm.is_new() || !file) {
		frm.set_intro(
			__(
				"Attach the workbook (xlsx, xls, csv, txt or tsv) and save. The columns are then guessed and shown for you to check."
			),
			"blue"
		);
	} else {
		frm.set_intro(__("Check below which column holds what, then press Import."), "blue");
	}
}

// where the centre or the source asks for it, leads without evidence stay in the pool
function say_what_evidence_is_for(frm) {
	if (!frm.doc.centre) return;
	const proven = (frm.doc.evidence || frm.doc.evidence_note) && frm.doc.evidence_date;
	Promise.all([
		frappe.db.get_value("Sales Centre", frm.doc.centre, "require_consent"),
		frm.doc.source
			? frappe.db.get_value("Channel Source", frm.doc.source, ["evidence_required", "consent_question"])
			: Promise.resolve({}),
	]).then(([{ message }, { message: source }]) => {
		const of_source = !!source && cint(source.evidence_required);
		const needed = ((message && cint(message.require_consent)) || of_source) && !proven;
		frm
			.get_field("evidence_note")
			.set_description(
				source && source.consent_question
					? `<b>${__("What evidence of this source has to show:")}</b> ${frappe.utils.escape_html(source.consent_question)}`
					: __(frm.get_field("evidence_note").df.description)
			);
		if (needed) frm.fields_dict.sb_evidence.collapse(false);
		frm
			.get_field("evidence")
			.set_description(
				needed && of_source
					? `<b class="text-danger">${__("This source needs evidence of its own: none of its leads is handed out until the evidence and its date are entered here.")}</b>`
					: needed
						? `<b class="text-danger">${__("This centre asks for evidence: no lead of the batch is handed out until the evidence and its date are entered.")}</b>`
						: __(frm.get_field("evidence").df.description)
			);
	});
}

function offer_import(frm) {
	frm.add_custom_button(__("Import"), () => start(frm)).addClass("btn-primary");
}

function start(frm) {
	const go = () =>
		frappe
			.call({
				method: "dianjian_app.resources.intake.lead_batch_actions.start_import",
				type: "POST",
				args: { batch: frm.doc.name },
				freeze: true,
			})
			.then(() => frm.reload_doc());
	const save_and_go = () => (frm.is_dirty() ? frm.save() : Promise.resolve()).then(go);
	const undecided = dianjian.batch.undecided_dates(frm.preview);
	if (!undecided) return save_and_go();
	frappe.confirm(
		__(
			"{0} dates can be read in two ways and are left out as long as you don't choose. Import all the same?",
			[undecided]
		),
		save_and_go
	);
}

// the page follows the import by itself; this is for where no news come through
function wait_for_the_end(frm) {
	clearTimeout(frm.waiting);
	frm.waiting = setTimeout(() => {
		if (cur_frm !== frm || frm.doc.status !== "Queued") return;
		frappe.db.get_value("Lead Batch", frm.doc.name, "status").then(({ message }) => {
			if (message && message.status !== "Queued") return frm.reload_doc();
			offer_to_start_again(frm);
			wait_for_the_end(frm);
		});
	}, 4000);
}

// a job that died leaves the batch waiting; one that works is told so by the server
function offer_to_start_again(frm) {
	const minutes = moment(frappe.datetime.system_datetime()).diff(frm.doc.modified, "minutes");
	if (minutes < 2 || frm.custom_buttons[__("Start Again")]) return;
	frm.add_custom_button(__("Start Again"), () => start(frm));
}

function undo(frm) {
	const { name, new_count, merged_count } = frm.doc;
	const question = [
		__("Undo the whole batch {0}?", [name]),
		__(
			"The {0} customers that it brought are deleted, also those handed out but not called yet. What it added to customers who were there is taken away.",
			[new_count]
		),
		merged_count ? __("What people have changed since stays.") : "",
	];
	frappe.confirm(question.join("<br>"), () =>
		frappe
			.call({
				method: "dianjian_app.resources.intake.lead_batch_actions.undo",
				type: "POST",
				args: { batch: name },
				freeze: true,
				freeze_message: __("Undoing the batch"),
			})
			.then(({ message }) => {
				frappe.show_alert({
					message: __("{0} customers deleted, {1} restored.", [message.leads, message.restored]),
					indicator: "green",
				});
				frm.reload_doc();
			})
	);
}
