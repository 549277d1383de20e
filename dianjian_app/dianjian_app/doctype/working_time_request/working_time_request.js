// Forms only show and ask; the server decides again (attendance/working_time_check.py).
const SHOWN_ON = ["staff", "kind", "date", "hours"];

const handlers = {
	refresh(frm) {
		frm.set_intro();
		if (frm.is_new()) {
			// Frappe would put the present time into both
			frm.set_value({ date: frm.doc.date || dianjian.today(), starts_at: "", punch_time: "" });
			show(frm);
		} else if (frm.doc.docstatus === 0 && !frm.doc.decision) {
			frm.set_intro(__("Waits for the leader, the manager or Administration to decide."), "orange");
			show(frm);
		} else if (frm.doc.decision) {
			decided(frm);
		}
	},
	// above 8 hours a day or 40 a week it is approved knowingly
	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Approve" || frm.doc.kind !== "Overtime") return;
		return ask(frm).then(({ beyond }) => {
			if (!beyond.length) return;
			frappe.dom.unfreeze();
			return new Promise((resolve) =>
				frappe.confirm(`${lines(beyond)}<p>${__("Approve all the same?")}</p>`, () => {
					frappe.dom.freeze(); // the desk unfreezes once it has acted
					resolve();
				})
			);
		});
	},
};
SHOWN_ON.forEach((field) => {
	handlers[field] = show;
});
frappe.ui.form.on("Working Time Request", handlers);

function decided(frm) {
	const colour = { Approved: "green", Rejected: "red" }[frm.doc.decision] || "gray";
	const by = dianjian.plain(frappe.user.full_name(frm.doc.decided_by));
	const when = frappe.datetime.str_to_user(frm.doc.decided_at);
	frm.set_intro(__("{0} by {1} on {2}", [__(frm.doc.decision), by, when]), colour);
	const day = { agent: frm.doc.staff, date: frm.doc.date };
	frm.add_custom_button(__("Result of the Day"), () => frappe.set_route("List", "Staff Day Result", day));
}

function show(frm) {
	if (frm.doc.docstatus !== 0 || frm.doc.decision) return;
	ask(frm).then((shown) => {
		if (!frm.doc.staff && shown.staff) frm.set_value("staff", shown.staff);
		if (!shown.day_kind) return;
		frm.dashboard.clear_headline();
		if (shown.beyond.length) frm.dashboard.set_headline(lines(shown.beyond), "orange");
		if (!frm.is_new()) return;
		frm.set_intro(); // one line, not one more each time
		frm.set_intro(words(frm.doc, shown).join(" "), "blue");
		if (frm.doc.kind === "Overtime" && !frm.doc.starts_at && shown.work_end) {
			frm.set_value("starts_at", `${shown.work_end}:00`);
		}
		frm.toggle_display("compensation", frm.doc.kind === "Overtime" && shown.day_kind === "Rest Day");
	});
}

function ask(frm) {
	const { staff, kind, date, hours } = frm.doc;
	return frappe.xcall("dianjian_app.attendance.working_time_check.preview", { staff, kind, date, hours });
}

const lines = (said) => said.map((line) => `<div>${dianjian.plain(line)}</div>`).join("");

function words(doc, shown) {
	const parts = [
		shown.work_start
			? __("{0}: working hours are {1} to {2}.", [__(shown.day_kind), shown.work_start, shown.work_end])
			: __("{0}: no working hours are planned.", [__(shown.day_kind)]),
	];
	if (doc.kind === "Overtime") {
		parts.push(
			shown.rate === null
				? __("The centre judges no attendance on this day, so no overtime counts.")
				: __("Overtime counts {0} times, at most what was approved and punched.", [shown.rate])
		);
	} else {
		parts.push(__("Once it is approved it is a punch beside those that came in; those stay as they are."));
		if (shown.left !== null) parts.push(__("{0} corrections are left this month.", [shown.left]));
	}
	return parts;
}
