frappe.ui.form.on("Performance Target", {
	setup(frm) {
		frm.set_query("metric", () => ({ filters: { disabled: 0 } }));
		frm.set_query("agent", () => ({
			filters: {
				position: "Telesales Agent",
				status: ["!=", "Departed"],
				...(frm.doc.centre ? { centre: frm.doc.centre } : {}),
			},
		}));
		frm.set_query("sales_group", () => ({ filters: frm.doc.centre ? { centre: frm.doc.centre } : {} }));
	},

	refresh(frm) {
		if (frm.is_new())
			frm.set_intro(__("Any day of the period will do; it is moved to the period's first day."), "blue");
	},
});
