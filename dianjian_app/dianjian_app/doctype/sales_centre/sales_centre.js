frappe.ui.form.on("Sales Centre", {
	setup(frm) {
		frm.set_query("manager", () => ({
			filters: { centre: frm.doc.name, position: "Department Manager", status: ["!=", "Departed"] },
		}));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.grade_scheme) propose_scheme(frm);
	},

	deduction_policy: (frm) =>
		frm.is_dirty() &&
		frm.set_df_property("deduction_policy", "description", __("Save to see what this policy says.")),

	refresh(frm) {
		frm.toggle_display("manager", !frm.is_new());
		show_policy(frm);
		offer_calendar(frm);
		show_readiness(frm);
		if (!frm.is_new() && frappe.model.can_create("Sales Staff"))
			frm.add_custom_button(__("People from a List"), () =>
				dianjian.people_from_list(frm.docname, () => frm.reload_doc())
			);
		if (!frm.is_new() && frm.perm[0].write) {
			offer_policies(frm);
			frm.add_custom_button(__("Rebuild Ledger"), () => rebuild_ledger(frm));
		}
		if (!frm.is_new() && frm.doc.public_feedback)
			frm.add_custom_button(__("Address of the Public Form"), () => show_address(frm));
	},
});

// the grades that the site began with; another scheme is chosen where a centre has one
function propose_scheme(frm) {
	frappe.db
		.get_list("Grade Scheme", { order_by: "creation", limit: 1 })
		.then(([scheme]) => scheme && !frm.doc.grade_scheme && frm.set_value("grade_scheme", scheme.name));
}

// a year that nobody has planned is one click away from its calendar
function offer_calendar(frm) {
	const may = frm.perm[0].write || ["Department Manager", "HR Reviewer"].some((r) => frappe.user.has_role(r));
	if (frm.is_new() || !may) return;
	dianjian.read("dianjian_app.people.next_calendar.missing_years", { centre: frm.docname }).then((years) => {
		if (years.length)
			frm.dashboard.add_comment(
				__("This centre follows no work calendar on days of {0}.", [dianjian.listed(years.map(String))]),
				"orange",
				true
			);
		years.forEach((year) =>
			frm.add_custom_button(__("Make the Calendar of {0}", [year]), () => make_calendar(frm, year))
		);
	});
}

function make_calendar(frm, year) {
	frappe
		.xcall("dianjian_app.people.next_calendar.make_years_calendar", { centre: frm.docname, year })
		.then((made) => {
			frappe.msgprint(
				made.published
					? __("{0} is followed from now on: holidays and make-up workdays as published.", [
							dianjian.plain(made.calendar),
						])
					: __(
							"{0} has the holidays of the law alone; make-up workdays are not published yet. Fill them in as soon as they are.",
							[dianjian.plain(made.calendar)]
						)
			);
			frm.reload_doc();
		});
}

// what a centre still needs before people work in it, until all of it is there
function show_readiness(frm) {
	const may = ["Telesales Administrator", "Department Manager", "HR Reviewer"].some((r) =>
		frappe.user.has_role(r)
	);
	if (frm.is_new() || !(may || frappe.session.user === "Administrator")) return;
	dianjian
		.read("dianjian_app.reporting.centre_readiness.readiness", { centre: frm.docname })
		.then((items) => {
			const open = items.filter((item) => !item.done);
			// what an earlier look had put there
			frm.dashboard.parent.find(".centre-readiness").closest(".form-dashboard-section").remove();
			if (!open.some((item) => !item.optional)) return;
			const text = frappe.utils.escape_html;
			const lines = items.map((item) => {
				const mark = item.done ? "✓" : item.optional ? "○" : "✗";
				const colour = item.done ? "text-success" : item.optional ? "text-muted" : "text-danger";
				const link = item.route ? `<a href="${text(item.route)}">${text(item.label)}</a>` : text(item.label);
				const says = item.says ? ` <span class="text-muted">${text(item.says)}</span>` : "";
				return `<div class="col-sm-6"><span class="${colour}">${mark}</span> ${link}${says}</div>`;
			});
			frm.dashboard.add_section(
				`<div class="row centre-readiness">${lines.join("")}</div>`,
				__("Before People Work Here: {0} of {1}", [items.length - open.length, items.length])
			);
			frm.dashboard.show();
		});
}

// what the chosen policy says, and which rules in force it does not allow
function show_policy(frm) {
	if (frm.is_new()) return;
	frappe
		.xcall("dianjian_app.incentives.rules.deduction_policy.policy_notice", { centre: frm.docname })
		.then((said) => {
			if (!said.policy) return;
			const text = frappe.utils.escape_html;
			const forbidden = said.forbidden.length
				? `<br><b>${__("Given back in each settlement, since the policy does not allow their class: {0}", [text(dianjian.listed(said.forbidden))])}</b>`
				: "";
			frm.get_field("deduction_policy").set_description(`${text(said.notice)}${forbidden}`);
		});
}

// another policy is one click away; what it would change can be tried first
function offer_policies(frm) {
	const group = __("Deduction Policy");
	frappe.db
		.get_list("Deduction Policy", { fields: ["name", "notice"], order_by: "name" })
		.then((policies) => {
			policies
				.filter((p) => p.name !== frm.doc.deduction_policy)
				.forEach((p) =>
					frm.add_custom_button(
						__("Switch to {0}", [dianjian.plain(__(p.name))]),
						() => switch_policy(frm, p),
						group
					)
				);
		});
}

function switch_policy(frm, { name, notice }) {
	const try_it = () => {
		dialog.hide();
		frappe.route_options = { centre: frm.docname, policy: name, rules: [], packs: [] };
		frappe.set_route("rule-simulation");
	};
	const dialog = new frappe.ui.Dialog({
		title: __("Switch to {0}", [dianjian.plain(__(name))]),
		fields: [
			{
				fieldname: "notice",
				fieldtype: "HTML",
				options: `<p>${frappe.utils.escape_html(notice || "")}</p><p>${__("Holds for settlements that are not published yet.")}</p>`,
			},
		],
		primary_action_label: __("Switch"),
		primary_action() {
			dialog.hide();
			frm.set_value("deduction_policy", name).then(() => frm.save());
		},
		secondary_action_label: __("Try on Past Months"),
		secondary_action: try_it,
	});
	dialog.show();
}

// for the customers: on a notice in the hall, in a message, as a code to scan
function show_address(frm) {
	dianjian.read("dianjian_app.service.public_feedback.address", { centre: frm.docname }).then((address) =>
		frappe.msgprint({
			title: __("Address of the Public Form"),
			message: `<p style="user-select: all; overflow-wrap: anywhere">${frappe.utils.escape_html(address)}</p>`,
		})
	);
}

function rebuild_ledger(frm) {
	const today = dianjian.today();
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
