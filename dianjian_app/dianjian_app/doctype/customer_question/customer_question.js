frappe.ui.form.on("Customer Question", {
	setup(frm) {
		frm.set_query("department", () => ({ filters: { disabled: 0 } }));
		frm.set_query("category", () => ({ filters: { disabled: 0 } }));
	},
	refresh(frm) {
		const { doc } = frm;
		frm.set_intro("");
		if (frm.is_new())
			return frm.set_intro(
				__("Write what the customer asked and choose who answers. The answer comes back to you."),
				"blue"
			);
		if (doc.stage === "Open")
			frm.set_intro(
				doc.due_on < dianjian.today()
					? __("Overdue since {0}; the manager has been told.", [frappe.datetime.str_to_user(doc.due_on)])
					: __("To be answered by {0}: write the answer and save.", [
							frappe.datetime.str_to_user(doc.due_on),
						]),
				doc.due_on < dianjian.today() ? "red" : "orange"
			);
		if (doc.stage === "Answered") {
			frm.set_intro(__("Answered. Whoever promised it tells the customer."), "blue");
			frm
				.add_custom_button(__("Customer Told"), () =>
					frm
						.call("dianjian_app.service.customer_question_events.customer_told", { question: doc.name })
						.then(() => frm.reload_doc())
				)
				.addClass("btn-primary");
		}
		if (doc.answer && !doc.taken_into && frappe.model.can_write("Talk Script"))
			frm.add_custom_button(__("Take into a Script"), () => dianjian.scripts.take_in(doc));
	},
});
