frappe.ui.form.on("Daily Briefing", {
	// who leads one group need not name it; the last briefing is the start of the next
	onload(frm) {
		if (!frm.is_new() || frm.doc.sales_group) return;
		const [me] = frappe.boot.dianjian_staff || [];
		if (!me) return;
		frappe.db.get_list("Sales Group", { filters: { leader: me, disabled: 0 }, limit: 2 }).then((groups) => {
			if (groups.length === 1 && frm.is_new()) frm.set_value("sales_group", groups[0].name);
		});
	},
	sales_group(frm) {
		const { sales_group, focus } = frm.doc;
		if (!frm.is_new() || !sales_group || focus) return;
		frappe.xcall("dianjian_app.ledger.daily_briefing.start_from", { sales_group }).then((last) => {
			if (frm.is_new() && frm.doc.sales_group === sales_group && !frm.doc.focus) frm.set_value(last);
		});
	},
	refresh(frm) {
		const { doc } = frm;
		frm.set_intro("");
		if (doc.docstatus === 0)
			frm.set_intro(
				__("Submit it and it stands on top of the group's calls; everybody confirms having read it."),
				"blue"
			);
		if (doc.docstatus !== 1) return;
		frm.trigger("show_result");
		dianjian.scripts.offer_reading(frm);
		if (frm.perm[0] && frm.perm[0].submit && doc.date <= dianjian.today())
			frm.add_custom_button(__("Evening Review"), () => frm.trigger("review_day"));
	},
	// before the review the ledger's figures of now stand beside the targets
	show_result(frm) {
		const rows = (frm.doc.__onload && frm.doc.__onload.figures) || [];
		frm.set_intro(
			rows.map((r) => `${frappe.utils.escape_html(r.label)}: ${r.result} / ${r.target}`).join(" · "),
			rows.every((r) => r.result >= r.target) ? "green" : "orange"
		);
	},
	review_day(frm) {
		frappe.prompt(
			{
				fieldname: "words",
				fieldtype: "Small Text",
				label: __("What went well, what not, what tomorrow?"),
				default: frm.doc.review,
			},
			({ words }) =>
				frappe
					.xcall("dianjian_app.ledger.daily_briefing.review", { briefing: frm.doc.name, words: words || "" })
					.then(() => frm.reload_doc()),
			__("Evening Review"),
			__("Close the Day")
		);
	},
});
