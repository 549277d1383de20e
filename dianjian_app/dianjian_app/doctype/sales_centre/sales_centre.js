frappe.ui.form.on("Sales Centre", {
	setup(frm) {
		frm.set_query("manager", () => ({
			filters: { centre: frm.doc.name, position: "Department Manager", status: ["!=", "Departed"] },
		}));
	},

	refresh(frm) {
		frm.toggle_display("manager", !frm.is_new());
		if (!frm.is_new() && frm.perm[0].write) {
			frm.add_custom_button(__("Rebuild Ledger"), () => rebuild_ledger(frm));
		}
	},
});

function rebuild_ledger(frm) {
	const today = frappe.datetime.get_today();
	frappe.prompt(
		[
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("From Date"),
				reqd: 1,
				default: today.slice(0, 8) + "01",
			},
			{ fieldname: "to_date", fieldtype: "Date", label: __("To Date"), reqd: 1, default: today },
		],
		(values) =>
			frappe
				.xcall("dianjian_app.ledger.build.rebuild_by_hand", { centre: frm.doc.name, ...values })
				.then((counts) =>
					frappe.msgprint(
						__("Ledger lines written: {0}, removed: {1}, right already: {2}", [
							counts.written,
							counts.removed,
							counts.unchanged,
						])
					)
				),
		__("Rebuild Ledger"),
		__("Rebuild")
	);
}
