frappe.ui.form.on("Customer Survey", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { status: ["!=", "Departed"] } }));
	},
	refresh(frm) {
		frm.set_intro();
		if (frm.is_new())
			frm.set_intro(__("1 is bad, 5 is very good. The month's mean counts for the reward."), "blue");
	},
});
