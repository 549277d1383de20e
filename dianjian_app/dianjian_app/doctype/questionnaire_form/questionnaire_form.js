const EVENTS = "dianjian_app.service.questionnaires.questionnaire_form_events";
const WORDS = () => ["", __("Very Bad"), __("Bad"), __("So-so"), __("Good"), __("Very Good")];

frappe.ui.form.on("Questionnaire Form", {
	refresh(frm) {
		const { doc } = frm;
		frm.disable_save();
		frm.set_intro("");
		const box = frm.get_field("asks").$wrapper.empty();
		if (doc.status === "Sent" && doc.anonymous)
			return frm.set_intro(__("Thank you. Your answer stands without your name."), "green");
		dianjian.read(`${EVENTS}.questions_of`, { form: doc.name }).then((asked) => {
			if (frm.doc.name !== doc.name) return;
			box.empty();
			if (asked.open) ask(frm, box, asked);
			else show(frm, box, asked);
		});
	},
});

// wide things to touch: many answer on a phone
function ask(frm, box, asked) {
	frm.set_intro(
		frm.doc.anonymous
			? __("What you send stands without your name, and nothing is shown of fewer than three answers.")
			: __("Your answer stands with your name. What you send stays."),
		"blue"
	);
	if (asked.intro) $("<p>").text(asked.intro).appendTo(box);
	const given = {};
	asked.questions.forEach((question) => {
		const row = $("<div class='asked' style='margin-bottom: 24px'>").appendTo(box);
		const title = `${question.number}. ${question.text}`;
		$("<p style='font-weight: 600'>").text(title).appendTo(row);
		if (!question.required) $("<p class='text-muted'>").text(__("(may be left out)")).appendTo(row);
		if (question.kind === "Text")
			$("<textarea class='form-control' rows='3' maxlength='1000'>")
				.attr("aria-label", title)
				.on("input", (event) => {
					given[question.number] = { text: event.target.value };
				})
				.appendTo(row);
		else choose(row, question, given);
	});
	const problem = $("<p class='text-danger' role='alert'>").hide().appendTo(box);
	$("<button type='button' class='btn btn-primary btn-block send'>")
		.text(__("Send"))
		.appendTo(box)
		.on("click", (event) => {
			const missing = asked.questions.find(
				({ number, required }) =>
					required && !Object.values(given[number] || {}).some((v) => String(v).trim())
			);
			problem.toggle(!!missing).text(missing ? __("Please answer: {0}").replace("{0}", missing.text) : "");
			if (missing) return;
			const button = $(event.currentTarget).prop("disabled", true);
			const answers = Object.entries(given).map(([number, said]) => ({ number: Number(number), ...said }));
			frappe
				.xcall(`${EVENTS}.send`, { form: frm.docname, answers })
				.then(() => frm.reload_doc())
				.catch(() => button.prop("disabled", false));
		});
}

function choose(row, question, given) {
	const scale = question.kind === "Scale";
	const offered = scale ? WORDS().slice(1) : question.choices;
	const group = $("<div role='radiogroup'>").appendTo(row);
	offered.forEach((words, at) => {
		const label = $("<label style='display: block; padding: 8px 0; margin: 0; font-size: 15px'>").appendTo(
			group
		);
		$("<input type='radio' style='margin-right: 10px'>")
			.attr({ name: `question-${question.number}`, value: at + 1 })
			.on("change", () => {
				given[question.number] = scale ? { score: at + 1 } : { choice: at + 1 };
			})
			.appendTo(label);
		$("<span>")
			.text(scale ? `${at + 1} ${words}` : words)
			.appendTo(label);
	});
}

function show(frm, box, asked) {
	if (!asked.answers.length) return frm.set_intro(__("The time to answer is over."), "gray");
	frm.set_intro(__("Thank you for your answer."), "green");
	asked.answers.forEach(({ question, score, text }) => {
		$("<p style='font-weight: 600; margin-bottom: 0'>").text(question).appendTo(box);
		$("<p style='white-space: pre-wrap'>")
			.text(score ? `${score} ${WORDS()[score]}` : text)
			.appendTo(box);
	});
}
