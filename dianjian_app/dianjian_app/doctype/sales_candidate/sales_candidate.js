// Forms only show and ask; the server decides again (people/candidates.py, people/hiring.py).
(() => {
	const HR = "HR Reviewer";
	const MAY_DECIDE = [HR, "Department Manager"];
	const OPEN = ["CV", "Written Test", "Interview", "Accepted"];

	frappe.ui.form.on("Sales Candidate", {
		setup(frm) {
			frm.set_query("sales_group", () => ({ filters: { centre: frm.doc.centre, disabled: 0 } }));
			for (const [field, table] of [["referred_by"], ["interviewer", "interviews"]]) {
				const people = () => ({ filters: { centre: frm.doc.centre, status: ["!=", "Departed"] } });
				if (table) frm.set_query(field, table, people);
				else frm.set_query(field, people);
			}
		},

		refresh(frm) {
			const { doc } = frm;
			frm.set_intro("");
			if (frm.is_new() || !OPEN.includes(doc.stage)) return;
			frm.set_intro(what_is_next(doc), "blue");
			const mine = (doc.interviews || []).find((row) =>
				(frappe.boot.dianjian_staff || []).includes(row.interviewer)
			);
			if (mine && doc.stage === "Interview")
				frm.add_custom_button(__("Give My Score"), () => give_score(frm, mine)).addClass("btn-primary");
			if (frappe.user.has_role(HR)) {
				if (["CV", "Written Test"].includes(doc.stage))
					frm
						.add_custom_button(__("Next Stage"), () => act(frm, "candidates.move_on"))
						.addClass("btn-primary");
				if (doc.stage === "Accepted")
					frm.add_custom_button(__("Hire"), () => hire(frm)).addClass("btn-primary");
			}
			if (MAY_DECIDE.some((role) => frappe.user.has_role(role)))
				for (const [label, outcome] of [
					[__("Accept"), "Accepted"],
					[__("Reject"), "Rejected"],
					[__("Withdrawn"), "Withdrawn"],
				])
					if (outcome !== "Accepted" || doc.stage === "Interview")
						frm.add_custom_button(label, () => decide(frm, label, outcome), __("Decision"));
		},
	});

	function what_is_next(doc) {
		if (doc.stage === "CV") return __("Look at the CV, then go on to the written test or decide.");
		if (doc.stage === "Written Test")
			return __("Enter day and score of the written test, name the interviewers and go on.");
		if (doc.stage === "Accepted") return __("Accepted: the next step enters the person as staff.");
		const waiting = (doc.interviews || []).filter((row) => !row.scored_at).length;
		return waiting
			? __("{0} interviewers have not given a score yet.", [waiting])
			: __("Every interviewer has given a score: HR or the manager decides.");
	}

	function act(frm, method, values = {}) {
		return frappe
			.xcall(`dianjian_app.people.${method}`, { candidate: frm.doc.name, ...values })
			.then((done) => frm.reload_doc().then(() => done));
	}

	function give_score(frm, mine) {
		frappe.prompt(
			[
				{
					fieldname: "score",
					fieldtype: "Float",
					label: __("Score"),
					reqd: 1,
					default: mine.score || undefined,
				},
				{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks"), default: mine.remarks },
			],
			(values) => act(frm, "candidates.give_score", values),
			__("Score of {0}", [dianjian.plain(frm.doc.candidate_name)]),
			__("Save")
		);
	}

	function decide(frm, label, outcome) {
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			(values) => act(frm, "candidates.decide", { outcome, ...values }),
			label,
			__("Decide")
		);
	}

	// record, groups, login and wage in one step
	function hire(frm) {
		const agent = frm.doc.position === "Telesales Agent" ? 1 : 0;
		frappe.prompt(
			[
				{ fieldname: "employee_number", fieldtype: "Data", label: __("Employee Number"), reqd: 1 },
				{
					fieldname: "joining_date",
					fieldtype: "Date",
					label: __("Joining Date"),
					reqd: 1,
					default: dianjian.today(),
				},
				{
					fieldname: "group",
					fieldtype: "Link",
					options: "Sales Group",
					label: __("Sales Group"),
					reqd: agent,
					default: frm.doc.sales_group,
					get_query: () => ({ filters: { centre: frm.doc.centre, disabled: 0 } }),
				},
				{
					fieldname: "expansion",
					fieldtype: "Check",
					label: __("First month in the expansion department"),
					default: agent,
				},
				{
					fieldname: "probation_until",
					fieldtype: "Date",
					label: __("Probation Until"),
					description: __("Empty: one month after joining"),
				},
				{ fieldtype: "Section Break" },
				{
					fieldname: "email",
					fieldtype: "Data",
					options: "Email",
					label: __("Address to Log in With"),
					default: frm.doc.email,
					description: __("Empty: no login yet. It gets the role of the position, and no other."),
				},
				{
					fieldname: "by_mail",
					fieldtype: "Check",
					label: __("Send the Link by Mail"),
					description: __("Otherwise it is shown here, once."),
				},
				{
					fieldname: "monthly_wage",
					fieldtype: "Currency",
					label: __("Monthly Wage"),
					description: __("Empty: to be entered later"),
				},
			],
			(values) =>
				act(frm, "hiring.hire", values).then((done) => {
					frappe.show_alert({ message: __("Entered as staff: {0}", [done.staff]), indicator: "green" });
					if (done.link) dianjian.show_one_time_link(done);
				}),
			__("{0} Becomes Staff", [dianjian.plain(frm.doc.candidate_name)]),
			__("Hire")
		);
	}
})();
