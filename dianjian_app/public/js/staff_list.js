// a centre's people from a list in Excel: looked at line by line, then made with groups and logins (workbooks/staff_list.py)
frappe.provide("dianjian");

const METHOD = "dianjian_app.workbooks.staff_list";
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
const table = (heads, rows) =>
	`<div class="table-responsive"><table class="table table-sm"><thead><tr>${heads
		.map((head) => `<th>${text(head)}</th>`)
		.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;

dianjian.people_from_list = (centre, done) => {
	const dialog = new frappe.ui.Dialog({
		title: __("People from a List"),
		fields: [
			{
				fieldname: "centre",
				fieldtype: "Link",
				options: "Sales Centre",
				label: __("Sales Centre"),
				reqd: 1,
				default: centre,
				read_only: centre ? 1 : 0,
			},
			{
				fieldname: "how",
				fieldtype: "HTML",
				options: `<p>${__(
					"The list has a line for each person: number, name and position, and if you like group, joining date, phone and the address of the login. Nothing is made before you have looked at it."
				)}</p>`,
			},
		],
		primary_action_label: __("Choose the File"),
		primary_action(values) {
			dialog.hide();
			choose_file(values.centre, done);
		},
		secondary_action_label: __("Download the Blank List"),
		secondary_action() {
			const chosen = dialog.get_value("centre");
			if (!chosen) return frappe.show_alert(__("Choose the sales centre first."));
			window.open(
				`/api/method/${METHOD}.download_blank?${new URLSearchParams({ centre: chosen }).toString()}`
			);
		},
	});
	dialog.show();
};

function choose_file(centre, done) {
	new frappe.ui.FileUploader({
		method: `${METHOD}.upload`,
		allow_multiple: false,
		disable_file_browser: true,
		allow_web_link: false,
		allow_take_photo: false,
		allow_toggle_private: false,
		allow_toggle_optimize: false,
		restrictions: { allowed_file_types: [".xlsx", ".xls", ".csv"] },
		on_success(_file, answer) {
			const lines = answer && answer.message;
			if (lines)
				frappe.xcall(`${METHOD}.look`, { centre, lines }).then((people) => show(centre, lines, people, done));
		},
	});
}

const STATES = () => ({
	new: [__("New"), "green"],
	there: [__("Already There"), "gray"],
	wrong: [__("Wrong"), "red"],
});

function show(centre, lines, people, done) {
	const states = STATES();
	const count = (state) => people.filter((person) => person.state === state).length;
	const rows = people.map((person) => {
		const [word, colour] = states[person.state];
		const problems = person.problems.map(
			(problem) => `<div class="text-danger small">${text(problem)}</div>`
		);
		return `<tr><td>${person.line}</td><td><span class="indicator-pill ${colour}">${word}</span></td>
			<td>${text(person.number)}</td><td>${text(person.name)}${problems.join("")}</td>
			<td>${text(person.position_label)}</td><td>${text(person.group)}</td>
			<td>${text(person.joined_text)}</td><td>${text(person.email)}</td></tr>`;
	});
	const heads = [
		__("Line"),
		"",
		__("Employee Number"),
		__("Staff Name"),
		__("Position"),
		__("Sales Group"),
		__("Joining Date"),
		__("Login Address"),
	];
	const makes = count("new") && !count("wrong");
	const dialog = new frappe.ui.Dialog({
		title: __("{0} new, {1} already there, {2} wrong", [count("new"), count("there"), count("wrong")]),
		size: "extra-large",
		fields: [
			{ fieldname: "people", fieldtype: "HTML", options: table(heads, rows) },
			{
				fieldname: "with_logins",
				fieldtype: "Check",
				default: 1,
				label: __("Make logins for who has an address in the list"),
				hidden: makes ? 0 : 1,
			},
		],
		primary_action_label: makes ? __("Make {0} People", [count("new")]) : __("Choose Another File"),
		primary_action({ with_logins }) {
			dialog.hide();
			if (!makes) return choose_file(centre, done);
			frappe
				.call({
					method: `${METHOD}.make`,
					type: "POST",
					args: { centre, lines, with_logins },
					freeze: true,
					freeze_message: __("Making {0} People", [count("new")]),
				})
				.then(({ message }) => {
					show_made(message);
					if (done) done();
				});
		},
	});
	dialog.show();
}

// links work once and are not shown again: they can be copied all together
function show_made({ made, groups, logins }) {
	const said = __("{0} people and {1} groups made.", [made, groups]);
	if (!logins.length) return frappe.show_alert({ message: said, indicator: "green" }, 7);
	const rows = logins.map(
		(login) =>
			`<tr><td>${text(login.name)}</td><td>${text(login.user)}</td><td class="small" style="overflow-wrap: anywhere; user-select: all">${text(login.link)}</td></tr>`
	);
	const dialog = new frappe.ui.Dialog({
		title: said,
		size: "extra-large",
		static: true,
		fields: [
			{
				fieldname: "links",
				fieldtype: "HTML",
				options: `<p>${__("Give each person the link now. It works once and is not shown again.")}</p>${table(
					[__("Staff Name"), __("Login Address"), __("One-Time Link")],
					rows
				)}`,
			},
		],
		primary_action_label: __("Copy All Links"),
		primary_action: () =>
			frappe.utils.copy_to_clipboard(
				logins.map((login) => [login.name, login.user, login.link].join("\t")).join("\n")
			),
		secondary_action_label: __("Done"),
		secondary_action: () => dialog.hide(),
	});
	dialog.show();
}
