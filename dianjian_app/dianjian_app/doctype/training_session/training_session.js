// Forms only show and ask; the server decides again (people/training_*.py).
(() => {
	frappe.ui.form.on("Training Session", {
		setup(frm) {
			const of_centre = () => (frm.doc.centre ? { centre: frm.doc.centre } : {});
			frm.set_query("staff", "attendees", () => ({
				filters: {
					status: ["!=", "Departed"],
					...of_centre(),
					...(frm.doc.sales_group ? { sales_group: frm.doc.sales_group } : {}),
				},
			}));
			frm.set_query("trainer_staff", () => ({ filters: { status: ["!=", "Departed"], ...of_centre() } }));
			frm.set_query("sales_group", () => ({ filters: { disabled: 0, ...of_centre() } }));
			frm.set_query("course", () => ({ filters: { disabled: 0 } }));
		},

		onload(frm) {
			const [me] = frappe.boot.dianjian_staff || [];
			if (!frm.is_new() || !me || frm.doc.centre) return;
			frappe.db.get_value("Sales Staff", me, ["centre", "sales_group"]).then(({ message: mine }) => {
				if (!mine || !frm.is_new() || frm.doc.centre) return;
				const of_centre = ["Administration", "HR Reviewer", "Department Manager"];
				frm.set_value({
					centre: mine.centre,
					...(frappe.user.has_role(of_centre) ? {} : { sales_group: mine.sales_group }),
				});
			});
		},

		course(frm) {
			if (!frm.doc.course) return;
			frappe.db
				.get_value("Training Course", frm.doc.course, [
					...["course_title", "hours", "tested", "pass_score", "entrance"],
				])
				.then(({ message: course }) => {
					if (!course) return;
					frm.set_value({
						topic: course.course_title,
						hours: course.hours,
						tested: course.tested,
						pass_score: course.pass_score,
						...(course.entrance ? { kind: "Entrance" } : {}),
					});
				});
		},

		refresh(frm) {
			frm.set_intro();
			if (frm.doc.docstatus === 1) return show_results(frm);
			if (frm.doc.docstatus === 2 || frm.doc.status === "Called Off") return;
			frm.set_intro(
				frm.is_new()
					? __("List who is expected, save, and invite them.")
					: __("After the training, tick everybody who attended and submit it."),
				"blue"
			);
			if (!frm.perm[0]?.write) return;
			if (frappe.model.can_read("Training Due"))
				frm.add_custom_button(__("Add Who Owes It"), () => add_who_owes(frm));
			if (frm.is_new()) return;
			if ((frm.doc.attendees || []).some((row) => !row.invited_at))
				frm.add_custom_button(__("Invite"), () => invite(frm)).addClass("btn-primary");
			frm.add_custom_button(__("Call Off"), () => call_off(frm));
		},
	});

	const act = (name, values) => frappe.xcall(`dianjian_app.people.training_invitations.${name}`, values);
	const saved = (frm) => (frm.is_dirty() ? frm.save() : Promise.resolve());

	// the reader's own rows of what people owe; who stands on the list already is left out
	function add_who_owes(frm) {
		const origin = { Entrance: "Entrance", "Due from a Rule": "Measure" }[frm.doc.kind];
		const about = frm.doc.course ? { course: frm.doc.course } : origin ? { origin } : null;
		if (!about) return frappe.msgprint(__("Choose the course or the kind first."));
		const place = frm.doc.sales_group
			? { sales_group: frm.doc.sales_group }
			: frm.doc.centre
				? { centre: frm.doc.centre }
				: {};
		frappe.db
			.get_list("Training Due", {
				filters: { status: "Open", ...about, ...place },
				fields: ["agent"],
				order_by: "date asc",
				limit: 500,
			})
			.then((owed) => {
				const there = new Set((frm.doc.attendees || []).map((row) => row.staff));
				const missing = [...new Set(owed.map((row) => row.agent))].filter(
					(staff) => !there.has(staff) && staff !== frm.doc.trainer_staff
				);
				if (!missing.length) return frappe.msgprint(__("Nobody else owes this training."));
				frm.doc.attendees = (frm.doc.attendees || []).filter((row) => row.staff);
				for (const staff of missing) frm.add_child("attendees", { staff });
				frm.refresh_field("attendees");
				frm.dirty();
			});
	}

	const invite = (frm) =>
		saved(frm).then(() =>
			act("invite", { session: frm.doc.name }).then((invited) => {
				frappe.show_alert({ message: __("{0} people are invited.", [invited]), indicator: "green" });
				frm.reload_doc();
			})
		);

	const call_off = (frm) =>
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			({ reason }) => act("call_off", { session: frm.doc.name, reason }).then(() => frm.reload_doc()),
			__("Call Off the Training"),
			__("Call Off")
		);

	function show_results(frm) {
		frappe
			.xcall("dianjian_app.people.training_evaluations.results", { session: frm.doc.name })
			.then((said) => {
				if (said.open_until)
					return frm.set_intro(
						__("What those who attended say of it is shown after {0}.", [
							frappe.datetime.str_to_user(said.open_until),
						]),
						"blue"
					);
				if (!said.answers)
					return frm.set_intro(__("Fewer than three people have said how it was; nothing is shown."), "blue");
				const labels = { content: __("Content"), trainer: __("Trainer"), usefulness: __("Usefulness") };
				const means = Object.entries(said.means).map(([name, mean]) => `${labels[name]} ${mean}`);
				frm.set_intro(
					[__("{0} people have said how it was: {1}", [said.answers, means.join(", ")])]
						.concat(said.words.map((words) => `“${words}”`))
						.map((line) => frappe.utils.escape_html(dianjian.plain(line)))
						.join("<br>"),
					"green"
				);
			});
	}
})();
