// Forms only show and ask; the server decides again (visits/viewing_events.py).
(() => {
	frappe.ui.form.on("Viewing Event", {
		setup(frm) {
			frm.set_query("guide", () => ({
				filters: { centre: frm.doc.centre || undefined, status: ["!=", "Departed"] },
			}));
			frm.set_query("template", () => ({ filters: { disabled: 0 } }));
		},

		refresh(frm) {
			if (frm.is_new()) return;
			frm.add_custom_button(__("Visits of the Event"), () =>
				dianjian.open({ list: "Visit Confirmation", filters: { event: frm.doc.name } })
			);
			if (frm.doc.status === "Cancelled") return;
			if (frappe.user.has_role(["Telesales Agent", "Sales Group Leader"])) {
				frm.add_custom_button(__("Invite My Customers"), () => choose(frm)).addClass("btn-primary");
				if (frm.doc.template) frm.add_custom_button(__("Text My Guests"), () => text(frm));
			}
		},
	});

	const call = (method, values) => frappe.xcall(`dianjian_app.visits.viewing_events.${method}`, values);

	function choose(frm) {
		call("my_candidates", { event: frm.doc.name }).then((customers) => {
			if (!customers.length)
				return frappe.msgprint(__("You have no intention customer who is not invited already."));
			frappe.prompt(
				{
					fieldname: "leads",
					fieldtype: "MultiCheck",
					label: __("My Intention Customers"),
					columns: 1,
					options: customers.map((c) => ({
						value: c.lead,
						label: [c.grade, dianjian.plain(c.customer_name || ""), c.phone_mask].filter(Boolean).join("  "),
					})),
				},
				({ leads }) =>
					leads?.length &&
					call("invite", { event: frm.doc.name, leads }).then((done) => {
						const register = frappe.utils.get_form_link("Invitation Register", done.register);
						frappe.msgprint(
							__("{0} guests stand on today's register; the leader signs it: {1}", [
								done.invited,
								`<a href="${register}">${frappe.utils.escape_html(done.register)}</a>`,
							])
						);
					}),
				__("Invite to {0}", [dianjian.plain(frm.doc.title)]),
				__("Invite")
			);
		});
	}

	function text(frm) {
		frappe.confirm(__("Send the invitation text to your guests who have not come yet?"), () =>
			call("text_guests", { event: frm.doc.name }).then((done) =>
				frappe.show_alert({
					message: __("{0} texts queued, {1} guests left out.", [done.queued, done.left_out]),
					indicator: "green",
				})
			)
		);
	}
})();
