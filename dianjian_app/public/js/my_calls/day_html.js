// What an agent's day shows: notes and figures, whom to call and who was called.
import { step_text } from "./next_step";
import { clock_of, cut_html, day_of, text } from "./words";

export const OPEN = ["Draft", "Returned"];

export function notes_html(day) {
	const link = (sheet, label) => `<a href="${frappe.utils.get_form_link("Call Sheet", sheet)}">${label}</a>`;
	const notes = day.open_sheets.map((s) =>
		s.stage === "Returned"
			? __("Your sheet of {0} came back: {1}", [link(s.name, day_of(s.date)), text(s.return_reason)])
			: __("Your sheet of {0} is not handed in yet.", [link(s.name, day_of(s.date))])
	);
	if (!day.calling.allowed)
		notes.unshift(
			__("Customers may be called between {0}. It is outside these hours now.", [text(day.calling.hours)])
		);
	if (day.stage === "Returned") notes.unshift(__("Today's sheet came back: {0}", [text(day.return_reason)]));
	return notes.map((n) => `<div class="alert alert-warning">${n}</div>`).join("");
}

export function figures_html(day) {
	const connected = day.target ? `${day.customers_connected} / ${day.target}` : day.customers_connected;
	const figures = [
		[__("Customers Connected"), connected],
		[__("Calls Made"), day.calls_total],
		[__("Valid Connected Calls"), day.calls_valid],
		[__("Intention Customers"), day.intention_count],
		[__("Call Sheet"), __(day.stage)],
	];
	return figures
		.map(
			([label, value]) =>
				`<div class="figure"><b>${text(value)}</b><span class="text-muted">${label}</span></div>`
		)
		.join("");
}

export function tabs_html(day, chosen) {
	const to_call = Object.values(day.counts).reduce((sum, n) => sum + n, 0);
	const tab = (name, label, n) =>
		`<button class="btn btn-xs btn-default ${chosen === name ? "active" : ""}" data-tab="${name}">${label} · ${n}</button>`;
	return tab("leads", __("To Call"), to_call) + tab("called", __("Called Today"), day.called.length);
}

const reasons = () => ({
	callback: __("Call Back Now"),
	promised: __("Promised for today"),
	due: __("Due again"),
	new: __("Handed out"),
	again: __("Not reached yet"),
	later: __("Call Back Later Today"),
});

// their words are markup already
const PROMISES = ["callback", "promised", "later"];

export function leads_html(day, leads) {
	const groups = Object.entries(reasons()).map(([reason, title]) => {
		const mine = leads.filter((l) => l.reason === reason);
		if (!mine.length) return "";
		const rows = mine.map((l) => {
			const why = {
				callback: step_text(l),
				promised: step_text(l),
				later: step_text(l),
				due: day_of(l.due_on),
				new: l.source,
				again: day_of(l.last_called_at),
			}[reason];
			const blocked = l.blocked ? `<span class="indicator-pill orange">${text(l.blocked)}</span>` : "";
			return `<button class="lead ${l.blocked ? "text-muted" : ""}" data-lead="${text(l.name)}"><span><span class="name">${text(l.customer_name || __("No name"))}</span>
				${l.grade ? `<span class="text-muted">${text(l.grade)}</span>` : ""}<small>${PROMISES.includes(reason) ? why : text(why)}</small>${blocked}</span>
				<span class="hash">${text(l.phone_mask)}</span></button>`;
		});
		return `<div class="group-title">${title} · ${day.counts[reason]}</div>${rows.join("")}`;
	});
	const nothing = day.leads.length
		? __("No customer on the list matches.")
		: __("Nothing left to call today. Ask your leader for more resources.");
	const to_call = Object.values(day.counts).reduce((sum, n) => sum + n, 0);
	return (groups.join("") || `<p class="text-muted">${nothing}</p>`) + cut_html(day.leads.length, to_call);
}

// what came of a call in a few words: its grade, else its result
export const came_of = (call) => text((call.connected && call.grade) || call.result || __("Not Connected"));

const correct_html = (day, call) =>
	call.name && OPEN.includes(day.stage)
		? `<button type="button" class="btn btn-xs btn-default correct" data-row="${text(call.name)}">${__("Correct Call")}</button>`
		: "";

export function called_html(day, calls) {
	const rows = calls.map(
		(
			c
		) => `<div class="called"><button class="call" data-lead="${text(c.lead)}"><span><span class="name">${text(c.customer_name || __("No name"))}</span>
			<small>${text(c.remarks)}</small></span><span class="hash">${came_of(c)}
			${clock_of(c.called_at)}</span></button>${correct_html(day, c)}</div>`
	);
	return rows.join("") || `<p class="text-muted">${__("No call yet today.")}</p>`;
}

export function hand_in_question(day) {
	const short =
		day.target && day.customers_connected < day.target
			? __("{0} short of the day's {1}.", [day.target - day.customers_connected, day.target])
			: "";
	const message = __("Hand in the sheet with {0} connected customers? No call can be added afterwards.", [
		day.customers_connected,
	]);
	return `${message} ${short}`;
}
