frappe.ui.form.on("Customer Complaint", {
	setup(frm) {
		for (const list of ["category", "department"]) frm.set_query(list, () => ({ filters: { disabled: 0 } }));
	},
	refresh(frm) {
		const { doc } = frm;
		const told = {
			Received: [
				__("Write down the apology, choose the department that answers, then start work."),
				"orange",
			],
			"In Progress": [
				__("Fill in category, cause, solution and who solved it, then mark it as solved."),
				"orange",
			],
			Solved: [
				__(
					"Tell the customer and write down how and with what lesson; the manager or HR closes it, but not the person who solved it."
				),
				"blue",
			],
			Closed: [__("This complaint is closed and cannot be changed."), "green"],
		}[doc.stage];
		frm.set_intro();
		if (frm.is_new() || !told) return;
		if (doc.phone_mask && ["Customer Service", "Department Manager"].some((r) => frappe.user.has_role(r)))
			frm.add_custom_button(__("Show Number"), () => dianjian.show_number(frm));
		frm.set_intro(...told);
		const open = ["Received", "In Progress"].includes(doc.stage);
		if (open && doc.due_on && doc.due_on < dianjian.today())
			frm.set_intro(
				__("Overdue since {0}; the manager has been told.", [frappe.datetime.str_to_user(doc.due_on)]),
				"red"
			);
	},
});
