// What an agent's page of today's calls shows: notes and figures, whom to call and who was called, the customer in front, the form.
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
const day_of = (value) => text(value ? frappe.datetime.str_to_user(String(value).split(" ")[0]) : "");

function notes_html(day) {
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

function figures_html(day) {
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

function tabs_html(day, chosen) {
	const to_call = Object.values(day.counts).reduce((sum, n) => sum + n, 0);
	const tab = (name, label, n) =>
		`<button class="btn btn-xs btn-default ${chosen === name ? "active" : ""}" data-tab="${name}">${label} · ${n}</button>`;
	return tab("leads", __("To Call"), to_call) + tab("called", __("Called Today"), day.called.length);
}

const reasons = () => ({
	promised: __("Promised for today"),
	due: __("Due again"),
	new: __("Handed out"),
	again: __("Not reached yet"),
});

function leads_html(day, leads) {
	const groups = Object.entries(reasons()).map(([reason, title]) => {
		const mine = leads.filter((l) => l.reason === reason);
		if (!mine.length) return "";
		const rows = mine.map((l) => {
			const why = {
				promised: l.next_step || "",
				due: day_of(l.due_on),
				new: l.source,
				again: day_of(l.last_called_at),
			}[reason];
			const blocked = l.blocked ? `<span class="indicator-pill orange">${text(l.blocked)}</span>` : "";
			return `<button class="lead ${l.blocked ? "text-muted" : ""}" data-lead="${text(l.name)}"><span><span class="name">${text(l.customer_name || __("No name"))}</span>
				${l.grade ? `<span class="text-muted">${text(l.grade)}</span>` : ""}<small>${text(why)}</small>${blocked}</span>
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
const came_of = (call) => text((call.connected && call.grade) || call.result || __("Not Connected"));

function called_html(calls) {
	const rows = calls.map(
		(
			c
		) => `<button class="call" data-lead="${text(c.lead)}"><span><span class="name">${text(c.customer_name || __("No name"))}</span>
			<small>${text(c.remarks)}</small></span><span class="hash">${came_of(c)}
			${text(
				String(c.called_at || "")
					.split(" ")
					.pop()
					.slice(0, 5)
			)}</span></button>`
	);
	return rows.join("") || `<p class="text-muted">${__("No call yet today.")}</p>`;
}

function form_fields(day, lead) {
	const or_none = (options) => [{ value: "", label: "" }, ...options];
	return [
		{ fieldname: "remarks", label: __("Remarks"), fieldtype: "Small Text" },
		{ fieldname: "said", label: __("What Was Said"), fieldtype: "Small Text" },
		{ fieldtype: "Column Break" },
		{
			fieldname: "product_need",
			label: __("Product Need"),
			fieldtype: "Select",
			options: or_none(day.products),
			default: lead.product_need,
		},
		{
			fieldname: "segment",
			label: __("Customer Segment"),
			fieldtype: "Select",
			options: or_none(day.segments),
			default: lead.segment,
		},
		{
			fieldname: "project_asked",
			label: __("Project Asked About"),
			fieldtype: "Data",
			default: lead.project_asked,
		},
		{ fieldtype: "Section Break" },
		{ fieldname: "next_step", label: __("Next Step"), fieldtype: "Data" },
		{ fieldtype: "Column Break" },
		{
			fieldname: "next_step_date",
			label: __("Next Step On"),
			fieldtype: "Date",
			description: __("Comes back in the agent's list on that day"),
		},
		{ fieldtype: "Section Break" },
		{ fieldname: "do_not_call", label: __("The customer refuses further calls"), fieldtype: "Check" },
	];
}

function choices_html(name, options) {
	const buttons = options.map(([value, label, key]) => {
		const hint = String(key).length === 1 ? `<kbd>${text(key)}</kbd>` : "";
		return `<button class="btn btn-default btn-sm" data-value="${text(value)}">${text(label)}${hint}</button>`;
	});
	return `<div class="choices" data-name="${name}">${buttons.join("")}</div>`;
}

function customer_html(lead) {
	const facts = [
		[__("Source"), lead.source],
		[__("Grade"), lead.grade],
		[__("Product Need"), lead.product_need],
		[__("Follow-ups"), lead.follow_up_no],
		[__("Last Called"), lead.last_called_at && frappe.datetime.str_to_user(lead.last_called_at)],
		[__("Project Asked About"), lead.project_asked],
		[__("Remarks"), lead.remarks],
	].filter(([, value]) => value);
	const promise =
		lead.next_step || lead.next_step_date
			? `<div class="promise">${text(lead.next_step || __("Next Step"))} · ${day_of(lead.next_step_date)}</div>`
			: "";
	return `<div class="head"><h4><a href="${frappe.utils.get_form_link("Call Lead", lead.name)}">${text(lead.customer_name || __("No name"))}</a></h4>
		<div><span class="number">${text(lead.phone_mask)}</span><button class="btn btn-xs btn-default reveal">${__("Show Number")}</button></div></div>
		${promise}<dl class="facts">${facts.map(([label, value]) => `<dt>${label}</dt><dd>${text(value)}</dd>`).join("")}</dl>`;
}

// a message that the agent sends from a phone is noted by one click; what was sent today stands there instead
function message_html(channel) {
	if (channel) return `<div class="message text-muted">${__("Message of today: {0}", [__(channel)])}</div>`;
	const button = (value) =>
		`<button class="btn btn-xs btn-default" data-channel="${value}">${__(value)}</button>`;
	return `<div class="message"><span class="text-muted">${__("Message sent today by")}</span>
		${button("Text from a Phone")} ${button("WeChat")}</div>`;
}

// nothing is left out of a list without a word
const cut_html = (shown, total) =>
	shown < total
		? `<p class="text-muted small cut">${__("The first {0} of {1} are shown.", [shown, total])}</p>`
		: "";

function history_html({ calls, total }) {
	const lines = calls.map((c) => {
		const what = c.connected ? [c.result, c.grade, c.product_need] : [c.result || __("Not Connected")];
		const next = c.next_step ? `→ ${c.next_step}` : "";
		return `<li>${day_of(c.date)} · ${text(c.agent_name)} · ${[...what, c.said, c.remarks, next].filter(Boolean).map(text).join(" · ")}</li>`;
	});
	return `<div class="history"><div class="text-muted">${__("Last calls")}</div><ul class="list-unstyled small">${lines.join("")}</ul>${cut_html(calls.length, total)}</div>`;
}

function hand_in_question(day) {
	const short =
		day.target && day.customers_connected < day.target
			? __("{0} short of the day's {1}.", [day.target - day.customers_connected, day.target])
			: "";
	const message = __("Hand in the sheet with {0} connected customers? No call can be added afterwards.", [
		day.customers_connected,
	]);
	return `${message} ${short}`;
}

// the same key each time: a call that came through although the answer was lost is written once
const log = (args, tries = 3) =>
	new Promise((resolve, reject) => {
		frappe
			.call({ method: "dianjian_app.calls.log_call.log_call", type: "POST", args })
			.then(resolve, (xhr) => {
				const passes = [0, 409, 502, 503, 504].includes(xhr && xhr.status);
				if (!passes || tries <= 1) return reject(xhr);
				frappe.show_alert({ message: __("Not saved yet, trying again"), indicator: "orange" }, 3);
				setTimeout(() => log(args, tries - 1).then(resolve, reject), 1500);
			});
	});

frappe.provide("dianjian");

dianjian.my_calls = {
	notes_html,
	figures_html,
	tabs_html,
	leads_html,
	called_html,
	customer_html,
	message_html,
	history_html,
	choices_html,
	form_fields,
	hand_in_question,
	log,
	text,
};
