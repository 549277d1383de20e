// The keys of the page: one key an act while no field is being typed in; a grade's own letter comes first.
import { text } from "./words";

const LETTERS = () => ({
	number: ["v", __("Show the number, then dial it")],
	remarks: ["m", __("Remarks")],
	product: ["p", __("Product Need")],
	words: ["n", __("Next Step")],
	day: ["o", __("Day of the next step")],
	time: ["k", __("Time of the next step")],
	afternoon: ["t", __("This afternoon")],
	tomorrow: ["y", __("Tomorrow")],
	saturday: ["u", __("Saturday")],
	week: ["i", __("In a week")],
	"Call Again": ["g", __("Next step by call")],
	"Send Message": ["h", __("Next step by text")],
	Invite: ["j", __("Next step: invite")],
	refuse: ["r", __("The customer refuses further calls")],
	back: ["z", __("Take the last call back")],
	search: ["/", __("Search the list")],
	help: ["?", __("All keys")],
});

const MOVES = () => [
	["1", __("Connected")],
	["0", __("Not Connected")],
	["Enter, Esc", __("Leave a field")],
	["Ctrl + Enter", __("Save and go to the next customer")],
	["↑ ↓", __("Previous and next customer")],
];

const RESULTS = "23456789";

// results that 1 and 0 already choose have no key of their own
export function result_keys(results, usual) {
	const others = results.filter((r) => !usual.includes(r.value));
	return Object.fromEntries(others.slice(0, RESULTS.length).map((r, i) => [r.value, RESULTS[i]]));
}

// act → its key; a letter that a grade has is the grade's
export function command_keys(day) {
	const taken = new Set(day.grades.map((g) => g.value.toLowerCase()));
	return Object.fromEntries(
		Object.entries(LETTERS())
			.filter(([, [key]]) => !taken.has(key))
			.map(([act, [key]]) => [act, key])
	);
}

export const shown_key = (key) =>
	key ? `<kbd>${text(key.length === 1 ? key.toUpperCase() : key)}</kbd>` : "";

export function show_help(day) {
	const keys = command_keys(day);
	const lines = [
		...MOVES(),
		[day.grades.map((g) => g.value).join(" "), __("Grade")],
		...Object.entries(LETTERS())
			.filter(([act]) => keys[act])
			.map(([, [key, what]]) => [key.toUpperCase(), what]),
	];
	const rows = lines.map(([key, what]) => `<tr><td><kbd>${text(key)}</kbd></td><td>${text(what)}</td></tr>`);
	const dialog = new frappe.ui.Dialog({
		title: __("Keys"),
		fields: [
			{
				fieldtype: "HTML",
				fieldname: "keys",
				options: `<p class="text-muted">${__("Keys work while no field is being typed in; Enter or Esc leaves a field.")}</p>
					<table class="table table-sm call-keys"><tbody>${rows.join("")}</tbody></table>`,
			},
		],
	});
	dialog.show();
}
