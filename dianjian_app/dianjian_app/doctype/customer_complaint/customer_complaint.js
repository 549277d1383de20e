frappe.ui.form.on("Customer Complaint", {
	refresh(frm) {
		const told = {
			Received: [__("Start work on it, then say cause and solution."), "orange"],
			"In Progress": [__("Fill in cause, solution and who solved it, then mark it as solved."), "orange"],
			Solved: [__("Manager or HR closes it; not who solved it."), "blue"],
			Closed: [__("Closed; it stays as it is."), "green"],
		}[frm.doc.stage];
		frm.set_intro();
		if (!frm.is_new() && told) frm.set_intro(...told);
	},
});
