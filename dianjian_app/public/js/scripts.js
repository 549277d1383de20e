// Scripts and other papers that people read: on a form one says that it was read; a customer's question goes into the next version.
frappe.provide("dianjian");

export const read_it = (doctype, name) =>
	frappe.xcall("dianjian_app.people.reading_marks.mark_read", { doctype, name }).then(() => {
		frappe.show_alert({ message: __("Confirmed as read"), indicator: "green" }, 3);
	});

dianjian.scripts = {
	// on the form of a version in force: the reader says once that it was read
	offer_reading(frm) {
		const { name, doctype, __onload } = frm.doc;
		if (!(frappe.boot.dianjian_staff || []).length || !__onload || __onload.is_read) return;
		frm
			.add_custom_button(__("I Have Read It"), () => read_it(doctype, name).then(() => frm.reload_doc()))
			.addClass("btn-primary");
	},

	// an answered question becomes an entry of the next version, in words that name nobody
	take_in(question) {
		const dialog = new frappe.ui.Dialog({
			title: __("Take into a Script"),
			fields: [
				{
					fieldname: "script",
					fieldtype: "Link",
					options: "Talk Script",
					label: __("Talk Script"),
					reqd: 1,
					default: question.script,
					get_query: () => ({ filters: { docstatus: 1, centre: question.centre } }),
				},
				{
					fieldname: "asked",
					fieldtype: "Small Text",
					label: __("Question"),
					reqd: 1,
					default: question.question,
					description: __("Everybody reads this: no names of customers, no numbers"),
				},
				{
					fieldname: "answer",
					fieldtype: "Small Text",
					label: __("Answer"),
					reqd: 1,
					default: question.answer,
				},
			],
			primary_action_label: __("Into the Next Version"),
			primary_action: (given) =>
				frappe
					.xcall("dianjian_app.service.script_versions.take_in", { ...given, question: question.name })
					.then((draft) => {
						dialog.hide();
						frappe.set_route("Form", "Talk Script", draft);
					}),
		});
		dialog.show();
	},
};
