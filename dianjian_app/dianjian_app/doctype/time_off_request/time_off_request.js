// Forms only show and ask; the server decides again (people/time_off_request_events.py).
const SHOWN_ON = ["staff", "leave_type", "from_date", "to_date", "half_day", "half_day_part"];

const handlers = {
	setup(frm) {
		// whoever can stand in, as the server says of the person and the day
		frm.set_query("substitute", () => ({ filters: frm.substitutes || { status: ["!=", "Departed"] } }));
	},
	refresh(frm) {
		frm.set_intro();
		show(frm);
		if (frm.is_new()) return;
		if (frm.doc.docstatus === 0 && !frm.doc.decision) {
			waits(frm);
		} else if (frm.doc.decision) {
			const colour = { Approved: "green", Rejected: "red" }[frm.doc.decision] || "gray";
			const by = dianjian.plain(frappe.user.full_name(frm.doc.decided_by));
			frm.set_intro(
				__("{0} by {1} on {2}", [__(frm.doc.decision), by, frappe.datetime.str_to_user(frm.doc.decided_at)]),
				colour
			);
		}
	},
};
SHOWN_ON.forEach((field) => {
	handlers[field] = (frm) => {
		if (field === "from_date" && !frm.doc.to_date) frm.set_value("to_date", frm.doc.from_date);
		if (field === "half_day" && frm.doc.half_day) {
			frm.set_value("to_date", frm.doc.from_date);
			if (!frm.doc.half_day_part) frm.set_value("half_day_part", "Morning");
		}
		show(frm);
	};
});
frappe.ui.form.on("Time Off Request", handlers);

// long leave: the leader agrees before the manager or Administration decides
function waits(frm) {
	const { agreement } = frm.doc.__onload || {};
	if (frm.doc.agreed_by) {
		const by = dianjian.plain(frappe.user.full_name(frm.doc.agreed_by));
		frm.set_intro(__("{0} has agreed; waits for the manager or Administration to decide.", [by]), "orange");
	} else if (agreement) {
		frm.set_intro(__("Waits for the agreement of {0}.", [dianjian.plain(agreement.for)]), "orange");
	} else {
		frm.set_intro(__("Waits for the leader, the manager or Administration to decide."), "orange");
	}
	if (!agreement?.mine) return;
	frm.add_custom_button(__("Agree"), () =>
		frappe
			.call({
				method: "dianjian_app.people.time_off_agreement.agree",
				type: "POST",
				args: { request: frm.doc.name },
				freeze: true,
			})
			.then(() => frm.reload_doc())
	);
}

function show(frm) {
	if (frm.doc.docstatus === 2 || ["Rejected", "Withdrawn"].includes(frm.doc.decision)) return;
	const asked = Object.fromEntries(SHOWN_ON.map((field) => [field, frm.doc[field]]));
	frappe.xcall("dianjian_app.people.time_off_check.preview", asked).then((shown) => {
		frm.substitutes = shown.substitutes;
		if (!frm.is_new()) return;
		if (!frm.doc.staff && shown.staff) frm.set_value("staff", shown.staff);
		const parts = [];
		if (shown.days !== null) parts.push(__("Takes {0} working days.", [shown.days]));
		if (shown.balance !== null) parts.push(__("{0} paid leave days are left.", [shown.balance]));
		if (shown.yearly_left !== null) {
			parts.push(__("{0} days of this type are left this year.", [shown.yearly_left]));
		}
		if (shown.papers) {
			const papers = dianjian.plain(shown.papers);
			parts.push(
				shown.papers_days
					? __("Attach {0} within {1} days after the leave.", [papers, shown.papers_days])
					: __("Attach {0} before it is approved.", [papers])
			);
		}
		if (shown.beyond_leader) {
			parts.push(
				__("Beyond {0} days the leader agrees, then the department manager or Administration decides.", [
					shown.beyond_leader,
				])
			);
		}
		frm.set_intro(); // one line, not one more each time
		if (parts.length) frm.set_intro(parts.join(" "), "blue");
	});
}
