frappe.ui.form.on("Training Session", {
	setup(frm) {
		frm.set_query("staff", "attendees", () => ({
			filters: { status: ["!=", "Departed"], ...(frm.doc.centre ? { centre: frm.doc.centre } : {}) },
		}));
	},
	refresh(frm) {
		frm.set_intro();
		if (frm.doc.docstatus === 0)
			frm.set_intro(__("After the training, tick everybody who attended and submit it."), "blue");
	},
});
