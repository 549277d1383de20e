frappe.ui.form.on("Visitor Entry", {
	setup(frm) {
		frm.set_query("department", () => ({ filters: { disabled: 0 } }));
		frm.set_query("agent", () => ({ filters: { status: "Active" } }));
	},

	refresh(frm) {
		const { doc } = frm;
		frm.set_intro("");
		if (frm.is_new())
			return frm.set_intro(
				__("Visitors who are here now need no expected time; one to come announces them."),
				"blue"
			);
		const act = (label, method, primary) => {
			const button = frm.add_custom_button(label, () => visitor_act(frm, method));
			if (primary) button.addClass("btn-primary-light");
		};
		const at_desk = frappe.user.has_role("Front Desk");
		const permits = ["Sales Group Leader", "Administration", "Department Manager"].some((role) =>
			frappe.user.has_role(role)
		);
		const bans = frappe.user.has_role("Administration") || frappe.user.has_role("Department Manager");
		if (doc.banned_until && doc.banned_until >= dianjian.today())
			frm.set_intro(__("Banned until {0}.", [frappe.datetime.str_to_user(doc.banned_until)]), "red");
		else if (doc.closed_area && !doc.permitted_at && doc.stage !== "Gone")
			frm.set_intro(__("The closed area waits for the permission of its department."), "orange");
		if (doc.stage === "Announced" && at_desk) act(__("Visitor Is Here"), "arrive", true);
		if (doc.closed_area && doc.stage !== "Gone") {
			if (!doc.permitted_at && permits) act(__("Permit Closed Area"), "permit", true);
			if (doc.permitted_at && !doc.entered_at && at_desk && doc.stage === "Here")
				act(__("Enters Closed Area"), "enter_closed_area");
		}
		if (doc.stage === "Here" && at_desk) act(__("Visitor Has Left"), "leave", true);
		if (bans && doc.stage !== "Announced") {
			if (doc.banned_until) act(__("Lift Ban"), "lift_ban");
			else frm.add_custom_button(__("Ban"), () => ban_visitor(frm));
		}
	},
});

function visitor_act(frm, method, args = {}) {
	return frappe
		.call({
			method: `dianjian_app.visits.visitor_entry_events.${method}`,
			type: "POST",
			args: { entry: frm.docname, ...args },
			freeze: true,
		})
		.then(() => frm.reload_doc());
}

function ban_visitor(frm) {
	const fields = [
		{ fieldname: "until", label: __("Banned Until"), fieldtype: "Date", reqd: 1 },
		{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
	];
	frappe.prompt(fields, (values) => visitor_act(frm, "ban", values), __("Ban"));
}
