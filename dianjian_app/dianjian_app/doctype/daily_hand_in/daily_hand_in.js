frappe.ui.form.on("Daily Hand-in", {
	// who has one group need not name it; saving is reporting
	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.date) frm.set_value("date", dianjian.today());
		if (frm.doc.sales_group) return;
		frappe.db.get_list("Sales Group", { filters: { disabled: 0 }, limit: 2 }).then((groups) => {
			if (groups.length === 1 && frm.is_new()) frm.set_value("sales_group", groups[0].name);
		});
	},
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(
				__("Check the day, write what is odd, and save: with that it is reported to the leader."),
				"blue"
			);
			return frm.trigger("show_day");
		}
		frm.add_custom_button(__("Daily Sales Call Ledger"), () =>
			frappe.set_route("query-report", "Daily Sales Call Ledger", {
				from_date: frm.doc.date,
				to_date: frm.doc.date,
				sales_group: frm.doc.sales_group,
				summed_by: "Every Line",
			})
		);
		frm.trigger("show_changes");
	},
	sales_group: (frm) => frm.trigger("show_day"),
	date: (frm) => frm.trigger("show_day"),
	// the lines as they would be reported now; saving reads them anew
	show_day(frm) {
		const { sales_group, date } = frm.doc;
		if (!frm.is_new() || !sales_group || !date) return;
		frappe
			.xcall("dianjian_app.ledger.daily_hand_in.preview", { sales_group, date })
			.then(({ lines, odd_points }) => {
				if (!frm.is_new() || frm.doc.sales_group !== sales_group || frm.doc.date !== date) return;
				frm.clear_table("lines");
				for (const line of lines) frm.add_child("lines", line);
				frm.doc.odd_points = odd_points;
				frm.refresh_fields(["lines", "odd_points"]);
			});
	},
	show_changes(frm) {
		frappe.xcall("dianjian_app.ledger.daily_hand_in.changes", { hand_in: frm.doc.name }).then((changes) => {
			const cells = (values, tag) =>
				values.map((v) => `<${tag}>${frappe.utils.escape_html(`${v}`)}</${tag}>`).join("");
			const rows = changes.map((c) => `<tr>${cells([c.agent_name, c.label, c.reported, c.now], "td")}</tr>`);
			const head = cells([__("Agent Name"), __("Figure"), __("Reported"), __("Now")], "th");
			frm
				.get_field("changed")
				.$wrapper.html(
					changes.length
						? `<table class="table table-bordered"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`
						: `<p class="text-muted">${__("The ledger says what was reported.")}</p>`
				);
		});
	},
});
