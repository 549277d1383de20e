frappe.ui.form.on("Weekly Hand-in", {
	// who leads one group need not name it; saving is handing in
	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.week_start) frm.set_value("week_start", dianjian.today());
		if (frm.doc.sales_group) return;
		frappe.db.get_list("Sales Group", { filters: { disabled: 0 }, limit: 2 }).then((groups) => {
			if (groups.length === 1 && frm.is_new()) frm.set_value("sales_group", groups[0].name);
		});
	},
	refresh(frm) {
		if (frm.is_new()) return frm.trigger("show_days");
		frm.add_custom_button(__("Weekly Centre Summary"), () =>
			frappe.set_route("query-report", "Weekly Centre Summary", { week: frm.doc.week_start })
		);
		frm.trigger("show_changes");
	},
	sales_group: (frm) => frm.trigger("show_days"),
	week_start: (frm) => frm.trigger("show_days"),
	// the days as they would be handed in now; saving reads them anew
	show_days(frm) {
		if (!frm.is_new()) return;
		const { sales_group, week_start } = frm.doc;
		tell(frm, []);
		if (!sales_group || !week_start) return;
		frappe
			.xcall("dianjian_app.ledger.weekly_hand_in.preview", { sales_group, week_start })
			.then(({ days, unreported }) => {
				const { sales_group: group, week_start: week } = frm.doc;
				if (!frm.is_new() || group !== sales_group || week !== week_start) return;
				frm.clear_table("days");
				for (const day of days) frm.add_child("days", day);
				for (const figure of ["calls", "connected", "intention", "invited", "visits", "deals"])
					frm.doc[figure] = days.reduce((sum, day) => sum + day[figure], 0);
				frm.refresh_fields();
				tell(frm, unreported);
			});
	},
	show_changes(frm) {
		frappe.xcall("dianjian_app.ledger.weekly_hand_in.changes", { hand_in: frm.doc.name }).then((changes) => {
			const cells = (values, tag) =>
				values.map((v) => `<${tag}>${frappe.utils.escape_html(`${v}`)}</${tag}>`).join("");
			const rows = changes.map((c) => `<tr>${cells([c.date, c.label, c.reported, c.now], "td")}</tr>`);
			const head = cells([__("Date"), __("Figure"), __("Handed In"), __("Now")], "th");
			frm
				.get_field("changed")
				.$wrapper.html(
					changes.length
						? `<table class="table table-bordered"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`
						: `<p class="text-muted">${__("The ledger says what was handed in.")}</p>`
				);
		});
	},
});

function tell(frm, unreported) {
	frm.set_intro("");
	frm.set_intro(
		__(
			"The days are those that were reported. Write what they do not say, and save: with that the week is handed in."
		),
		"blue"
	);
	if (unreported.length)
		frm.set_intro(
			__("Not reported, and taken from the ledger as it stands: {0}", [
				dianjian.plain(dianjian.listed(unreported)),
			]),
			"orange"
		);
}
