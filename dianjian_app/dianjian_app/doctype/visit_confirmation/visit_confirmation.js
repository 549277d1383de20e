function visit_acts() {
	return {
		arrive: [__("Customer Is Here"), "record_arrival"],
		contact: [__("Customer Contacted Me"), "record_contact"],
		lead_in: [__("Agent Led Customer In"), "record_lead_in"],
		sign: [__("Sign"), "sign"],
		confirm: [__("Confirm"), "confirm"],
		no_show: [__("Did Not Come"), "no_show"],
		re_invite: [__("Invite Again"), "re_invite"],
		cancel: [__("Take Back", null, "Visit Confirmation"), "cancel_visit"],
	};
}

frappe.ui.form.on("Visit Confirmation", {
	setup(frm) {
		frm.set_query("receptionist", () => ({
			filters: { position: "Sales Consultant", status: "Active", centre: frm.doc.centre },
		}));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.lead)
			frm.add_custom_button(__("Customer File"), () => frappe.set_route("customer-file", frm.doc.lead));
		dianjian.refusal_button(frm);
		if (
			frm.doc.stage === "Expected" &&
			frappe.user.has_role(["Telesales Agent", "Sales Group Leader", "Department Manager"])
		)
			frm.add_custom_button(__("Invitation"), () => show_invitation(frm));
		const leads = frappe.user.has_role("Sales Group Leader") || frappe.user.has_role("Department Manager");
		const open = ["Expected", "Arrived"].includes(frm.doc.stage);
		frm.set_df_property("receptionist", "read_only", leads && open ? 0 : 1);
		frm.set_df_property("party_size", "read_only", open ? 0 : 1);
		frappe.xcall("dianjian_app.visits.visit_form_guide.guide", { visit: frm.docname }).then((guide) => {
			show_visit_track(frm, guide);
			guide.acts.forEach((act) => {
				const [label, method] = visit_acts()[act];
				const button = frm.add_custom_button(label, () => do_visit_act(frm, act, method, guide));
				if (["contact", "lead_in", "sign", "confirm"].includes(act)) button.addClass("btn-primary-light");
			});
			if (guide.may_record_deal) {
				frm.add_custom_button(__("Record Deal"), () => frappe.new_doc("Sales Deal", { visit: frm.docname }));
			}
		});
	},
});

// who has done what, what is missing, what comes next
function show_visit_track(frm, guide) {
	const doc = frm.doc;
	const steps = [
		[__("Customer Contacted Agent"), doc.contacted_at, doc.contacted_by, __("by the agent")],
		[__("Led to Front Desk"), doc.led_in_at, doc.led_in_by, __("by the front desk")],
		[__("Signed"), doc.signed_at, doc.signed_by, doc.receptionist_name || __("by the receptionist")],
		[__("Confirmed"), doc.confirmed_at, doc.confirmed_by, __("by the leader")],
	];
	const cells = steps.map(([label, at, by, who]) => {
		const done = at
			? `${frappe.datetime.str_to_user(at)}<br>${frappe.utils.escape_html(frappe.user.full_name(by))}`
			: frappe.utils.escape_html(who);
		return `<div class="col-sm-3"><span class="indicator ${at ? "green" : "gray"}">${label}</span><div class="text-muted small">${done}</div></div>`;
	});
	frm.dashboard.clear_headline();
	frm.dashboard.add_section(`<div class="row">${cells.join("")}</div>`, __("Custody of the Visit"));
	const text = frappe.utils.escape_html;
	if (guide.needs.length)
		frm.dashboard.add_section(dianjian.customer_needs.words_html(guide.needs), __("Customer's Needs"));
	show_offers(frm, guide);
	show_units(frm, guide);
	const lines = [];
	if (guide.next.length) lines.push(__("Next: {0}.", [dianjian.clauses(guide.next.map(text))]));
	if (guide.missing.length) {
		lines.push(
			__("Missing: {0}. Signed without it, this visit becomes a walk-in and counts for nobody.", [
				dianjian.clauses(guide.missing.map(text)),
			])
		);
	}
	frm.set_intro("");
	if (lines.length) frm.set_intro(lines.join("<br>"), guide.missing.length ? "orange" : "blue");
}

// units to recommend, and the note of what was shown, for who receives the customer
function show_units(frm, guide) {
	const { name, lead, stage } = frm.doc;
	if (!guide.may_note_units && !guide.needs.length) return;
	if (guide.may_note_units)
		frm.add_custom_button(__("Note a Unit Shown"), () => dianjian.units.note_unit(frm));
	if (!["Expected", "Arrived", "Signed"].includes(stage) || !guide.needs.length) return;
	const place = $("<div>");
	frm.units_place = place;
	dianjian.units.show(place, lead).then((shown) => {
		if (shown && frm.doc.name === name && frm.units_place === place)
			frm.dashboard.add_section(place.html(), __("Units That Fit"));
	});
}

// what may be told to the customer who comes, once for each time that the form is drawn
function show_offers(frm, guide) {
	const { name, lead, stage } = frm.doc;
	if (!["Expected", "Arrived", "Signed"].includes(stage) || !frappe.model.can_read("Talk Script")) return;
	const place = $("<div>");
	frm.offers_place = place;
	// who may know the customer's needs may know what they ask for
	dianjian.offers.show(place, guide.needs.length ? lead : null).then((shown) => {
		if (shown && frm.doc.name === name && frm.offers_place === place)
			frm.dashboard.add_section(place.html(), __("Offers of Today"));
	});
}

function do_visit_act(frm, act, method, guide) {
	const run = (args = {}) =>
		frappe
			.call({
				method: `dianjian_app.visits.custody.${method}`,
				type: "POST",
				args: { visit: frm.docname, ...args },
				freeze: true,
			})
			.then(({ message }) => {
				frm.reload_doc();
				if (act === "re_invite") frappe.set_route("Form", "Invitation Register", message);
			});
	if (act === "re_invite") {
		const field = { fieldname: "planned_at", label: __("Planned Visit"), fieldtype: "Datetime", reqd: 1 };
		return frappe.prompt(field, run, __("Invite Again"));
	}
	if (act === "cancel") {
		return frappe.prompt(
			{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
			run,
			__("Take Back", null, "Visit Confirmation")
		);
	}
	if (act === "sign" && guide.missing.length) {
		return frappe.confirm(
			__("Contact or lead-in is missing. Sign it as a walk-in that counts for nobody?"),
			() => run()
		);
	}
	if (act === "sign" || act === "no_show") {
		return frappe.confirm(
			act === "sign"
				? __("Sign that you received {0}?", [dianjian.plain(frm.doc.customer_name)])
				: __("Did {0} not come?", [dianjian.plain(frm.doc.customer_name)]),
			() => run()
		);
	}
	return run();
}

// the text with its code to copy, and the QR code as a picture that a phone can keep and send on
function show_invitation(frm) {
	frappe
		.xcall("dianjian_app.visits.invitation_codes.invitation", { visit: frm.docname })
		.then(({ text, picture }) => {
			const dialog = new frappe.ui.Dialog({
				title: __("Invitation"),
				fields: [
					{ fieldname: "text", fieldtype: "Small Text", label: __("Text"), default: text, read_only: 1 },
					{ fieldname: "picture", fieldtype: "HTML" },
				],
				primary_action_label: __("Copy Text"),
				primary_action: () => frappe.utils.copy_to_clipboard(text),
			});
			const shown = $(`<img class="invitation-code" style="width: 220px; max-width: 100%">`).attr(
				"alt",
				__("QR Code")
			);
			dialog.fields_dict.picture.$wrapper.append(shown);
			const drawn = new Image();
			drawn.onload = () => {
				const canvas = document.createElement("canvas");
				canvas.width = canvas.height = 480;
				canvas.getContext("2d").drawImage(drawn, 0, 0, 480, 480);
				shown.attr("src", canvas.toDataURL("image/png"));
			};
			drawn.src = picture;
			dialog.show();
		});
}
