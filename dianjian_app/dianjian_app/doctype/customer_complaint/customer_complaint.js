frappe.ui.form.on("Customer Complaint", {
	refresh(frm) {
		const told = {
			Received: [__("Start work, then enter cause and solution."), "orange"],
			"In Progress": [__("Fill in cause, solution and who solved it, then mark it as solved."), "orange"],
			Solved: [__("The manager or HR closes it, but not the person who solved it."), "blue"],
			Closed: [__("This complaint is closed and cannot be changed."), "green"],
		}[frm.doc.stage];
		frm.set_intro();
		if (!frm.is_new() && told) frm.set_intro(...told);
	},
});
