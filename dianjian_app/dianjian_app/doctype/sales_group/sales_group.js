frappe.ui.form.on("Sales Group", {
	setup(frm) {
		frm.set_query("leader", () => ({
			filters: {
				centre: frm.doc.centre,
				position: "Sales Group Leader",
				sales_group: frm.doc.name,
				status: ["!=", "Departed"],
			},
		}));
		frm.set_query("assistant", () => ({
			filters: { centre: frm.doc.centre, position: "Sales Assistant", status: ["!=", "Departed"] },
		}));
	},

	refresh(frm) {
		frm.set_intro();
		frm.toggle_enable("centre", frm.is_new());
		frm.toggle_display(["leader", "assistant"], !frm.is_new());
		if (frm.is_new()) {
			frm.set_intro(__("Save the group, then enter its people; the leader is chosen among them."), "blue");
		} else if (!frm.doc.leader && frm.doc.group_type === "Sales" && !frm.doc.disabled) {
			frm.set_intro(__("This group has no leader: nobody but the manager confirms its sheets."), "orange");
		}
	},
});
