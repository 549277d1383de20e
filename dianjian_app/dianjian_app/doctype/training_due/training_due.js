// Forms only show and ask; the server decides again (people/training_attendance.py, people/training_evaluations.py).
(() => {
	frappe.ui.form.on("Training Due", {
		refresh(frm) {
			frm.set_intro();
			const { status, session, session_on } = frm.doc;
			if (status === "Attended") frm.add_custom_button(__("Print the Certificate"), () => frm.print_doc());
			if (!(frappe.boot.dianjian_staff || []).includes(frm.doc.agent)) return;
			if (status === "Open" && !session)
				frm.set_intro(
					__("You will be invited to this training; it is due until you have attended it."),
					"blue"
				);
			if (status === "Open" && session && frm.doc.confirmed_at)
				frm.set_intro(
					__("You have confirmed your attendance; the result of the test is still to come."),
					"blue"
				);
			if (status === "Open" && session && !frm.doc.confirmed_at && session_on <= dianjian.today())
				frm
					.add_custom_button(__("I Attended"), () =>
						frappe
							.xcall("dianjian_app.people.training_attendance.confirm_attendance", { due: frm.doc.name })
							.then(() => frm.reload_doc())
					)
					.addClass("btn-primary");
			if (status === "Attended" && frm.doc.evaluate_until >= dianjian.today())
				frappe
					.xcall("dianjian_app.people.training_evaluations.has_evaluated", { due: frm.doc.name })
					.then((done) => {
						if (!done) frm.add_custom_button(__("Evaluate"), () => evaluate(frm)).addClass("btn-primary");
					});
		},
	});

	function evaluate(frm) {
		const mark = (fieldname, label) => ({
			fieldname,
			label,
			fieldtype: "Select",
			options: ["", "5", "4", "3", "2", "1"],
			reqd: 1,
		});
		frappe.prompt(
			[
				{
					fieldtype: "HTML",
					fieldname: "note",
					options: frappe.utils.escape_html(
						__("5 is best. Nobody can tell who said what; fewer than three answers are never shown.")
					),
				},
				mark("content", __("Content")),
				mark("trainer", __("Trainer")),
				mark("usefulness", __("Usefulness")),
				{ fieldname: "words", fieldtype: "Small Text", label: __("In Words") },
			],
			({ content, trainer, usefulness, words }) =>
				frappe
					.xcall("dianjian_app.people.training_evaluations.evaluate", {
						due: frm.doc.name,
						content,
						trainer,
						usefulness,
						words: words || "",
					})
					.then(() => {
						frappe.show_alert({ message: __("Thank you."), indicator: "green" });
						frm.reload_doc();
					}),
			__("How Was the Training?"),
			__("Send")
		);
	}
})();
