frappe.ui.form.on("Survey Link", {
	refresh(frm) {
		frm.set_intro();
		const { doc } = frm;
		const asks = ["Customer Service", "Department Manager"].some((role) => frappe.user.has_role(role));
		if (doc.status === "Open" && asks) {
			frm.add_custom_button(__("Ask by Phone"), () => ask_by_phone(frm));
			frm.add_custom_button(__("Give the Link by Hand"), () => give_by_hand(frm));
		}
		if (!doc.never_visited) return;
		if (!doc.finding)
			frm.set_intro(
				__("The customer says that there was no visit. Look at it and say what you found."),
				"red"
			);
		if (frappe.user.has_role("Department Manager"))
			frm.add_custom_button(__("Finding"), () => write_finding(frm));
	},
});

function ask_by_phone(frm) {
	const link = frm.docname;
	dianjian.read("dianjian_app.service.survey_answers.questions_of", { link }).then((survey) => {
		const fields = survey.questions.map(({ number, text, kind }) => ({
			fieldname: `q${number}`,
			label: frappe.utils.escape_html(text),
			fieldtype: kind === "Scale" ? "Select" : "Small Text",
			options: kind === "Scale" ? ["", "1", "2", "3", "4", "5"] : undefined,
		}));
		if (survey.visit)
			fields.push({ fieldname: "never_visited", label: __("I never visited"), fieldtype: "Check" });
		frappe.prompt(
			fields,
			(given) => {
				const answers = survey.questions.map(({ number, kind }) => ({
					number,
					...(kind === "Scale" ? { score: cint(given[`q${number}`]) } : { text: given[`q${number}`] || "" }),
				}));
				frappe
					.xcall("dianjian_app.service.survey_answers.answer_by_phone", {
						link,
						answers,
						never_visited: cint(given.never_visited),
					})
					.then(() => frm.reload_doc());
			},
			__("Ask by Phone"),
			__("Record")
		);
	});
}

function give_by_hand(frm) {
	frappe.confirm(
		__("The answer will be marked as of a link given by hand, and a link sent before is closed. Go on?"),
		() =>
			frappe
				.xcall("dianjian_app.service.survey_links.give_by_hand", { link: frm.docname })
				.then((address) => {
					frappe.msgprint({
						title: __("Shown once"),
						message: `<p style="user-select: all; overflow-wrap: anywhere">${frappe.utils.escape_html(address)}</p>`,
					});
					frm.reload_doc();
				})
	);
}

function write_finding(frm) {
	const findings = ["The Visit Was Real", "There Was No Visit"];
	frappe.prompt(
		[
			{
				fieldname: "finding",
				label: __("Finding"),
				fieldtype: "Select",
				options: findings.map((value) => ({ value, label: __(value) })),
				reqd: 1,
			},
			{ fieldname: "note", label: __("Note on the Finding"), fieldtype: "Small Text" },
		],
		(given) =>
			frappe
				.xcall("dianjian_app.service.survey_links.looked_at", { link: frm.docname, ...given })
				.then(() => frm.reload_doc()),
		__("Finding")
	);
}
