frappe.ui.form.on("Staff Appraisal", {
	setup(frm) {
		frm.set_query("agent", () => ({ filters: { status: ["!=", "Departed"] } }));
		frm.set_query("action", () => ({ filters: { agent: frm.doc.agent || "" } }));
	},
	refresh(frm) {
		frm.set_intro();
		if (frm.doc.docstatus === 0)
			frm.set_intro(__("The weights make 100; each score is 0 to 100. Submitting signs it."), "blue");
	},
});
