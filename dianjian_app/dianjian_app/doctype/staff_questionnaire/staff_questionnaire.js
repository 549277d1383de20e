const ROUNDS = "dianjian_app.service.questionnaires.rounds";

frappe.ui.form.on("Staff Questionnaire", {
	setup(frm) {
		frm.set_query("sales_group", () => ({ filters: { centre: frm.doc.centre || "", disabled: 0 } }));
	},
	refresh(frm) {
		const { doc } = frm;
		frm.set_intro("");
		frm.get_field("questions").grid.update_docfield_property("counts", "hidden", 1);
		if (["Open", "Closed"].includes(doc.stage)) {
			frm.disable_save();
			frm.set_read_only();
		}
		if (frm.is_new())
			return frm.set_intro(
				__("Write the questions and choose who is asked. Saving asks nobody yet."),
				"blue"
			);
		const may = frappe.model.can_write(doc.doctype);
		if (doc.stage === "Standing") frm.trigger("tell_standing");
		if (may && (doc.stage === "Draft" || (doc.stage === "Standing" && doc.occasion === "Each Quarter")))
			frm
				.add_custom_button(doc.stage === "Draft" ? __("Ask Now") : __("Open a Round Now"), () =>
					act(frm, "open_now", __("Everybody of the scope is asked now, and the questions stay as they are."))
				)
				.addClass("btn-primary");
		if (doc.stage === "Open") {
			frm.set_intro(
				__("{0} people are asked until {1}. The results can be read once it is closed.", [
					doc.asked,
					frappe.datetime.str_to_user(doc.due_on),
				]),
				"orange"
			);
			if (may)
				frm.add_custom_button(__("Close Now"), () =>
					act(frm, "close_now", __("Nobody can answer any more, and the results can be read."))
				);
		}
		if (doc.stage === "Closed") {
			frm.set_intro(__("{0} of {1} answered.", [doc.answered, doc.asked]), "green");
			frm
				.add_custom_button(__("Results"), () =>
					frappe.set_route("query-report", "Questionnaire Results", {
						questionnaire: doc.name,
						from_date: doc.closed_on,
						to_date: doc.closed_on,
					})
				)
				.addClass("btn-primary");
		}
	},
	tell_standing(frm) {
		if (frm.doc.paused) return frm.set_intro(__("Paused: no round is opened."), "gray");
		frm.set_intro(
			frm.doc.occasion === "Each Quarter"
				? __("A round opens by itself when a quarter begins. What you change holds for the next round.")
				: __("A round opens for those who attended when a training of the centre is submitted."),
			"blue"
		);
	},
});

function act(frm, name, asked) {
	if (frm.is_dirty()) return frappe.msgprint(__("Save first."));
	frappe.confirm(asked, () =>
		frappe.xcall(`${ROUNDS}.${name}`, { questionnaire: frm.docname }).then((opened) => {
			if (typeof opened === "string" && opened !== frm.docname)
				return frappe.set_route("Form", "Staff Questionnaire", opened);
			frm.reload_doc();
		})
	);
}
