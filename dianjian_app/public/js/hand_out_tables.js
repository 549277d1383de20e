// What the page of hand-outs shows: what is asked, the agents with what they have, the pool, the preview.
const UNGRADED = "-";
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
const ages = () => ({ week: __("This week"), month: __("This month"), older: __("Older") });
const grade_name = (grade) => (grade === UNGRADED ? __("Never graded") : grade);
const choices = (pairs) => pairs.map(([value, label]) => ({ value, label }));

// again: what is asked has changed; share: how it is shared; way: in which way
function form_fields({ again, share, way }) {
	return [
		{
			fieldname: "sales_group",
			label: __("Sales Group"),
			fieldtype: "Link",
			options: "Sales Group",
			reqd: 1,
			change: again,
			get_query: () => ({ filters: { disabled: 0 } }),
		},
		{
			fieldname: "date",
			label: __("Date"),
			fieldtype: "Date",
			default: dianjian.today(),
			change: again,
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "source",
			label: __("Source"),
			fieldtype: "Link",
			options: "Channel Source",
			description: __("This source and all below it"),
			change: again,
		},
		{
			fieldname: "batch",
			label: __("Lead Batch"),
			fieldtype: "Link",
			options: "Lead Batch",
			change: again,
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "grade",
			label: __("Grade"),
			fieldtype: "Select",
			options: grades([]),
			change: again,
		},
		{
			fieldname: "age",
			label: __("Age"),
			fieldtype: "Select",
			options: choices([["", __("Any age")], ...Object.entries(ages())]),
			change: again,
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "way",
			label: __("Shared"),
			fieldtype: "Select",
			default: "Even",
			options: choices([
				["Even", __("Evenly")],
				["Quota", __("By presence")],
				["Performance", __("By performance")],
			]),
			change: way,
		},
		{ fieldname: "total", label: __("How Many Leads"), fieldtype: "Int", default: 100, change: share },
		{
			fieldname: "each",
			label: __("Each Agent a Day"),
			fieldtype: "Int",
			default: 30,
			hidden: 1,
			description: __("Half a day counts half; leads received that day are included"),
			change: share,
		},
	];
}

function grades(found) {
	return choices([
		["", __("Every grade")],
		[UNGRADED, __("Never graded")],
		...found.map((g) => [g.value, g.label]),
	]);
}

function agents_html(board) {
	const heads = [
		__("Agent Name"),
		__("Attendance"),
		__("Open Leads"),
		__("Due"),
		__("Calls Made"),
		__("Got"),
		__("Points a Day"),
		__("Gets"),
	];
	const rows = board.agents.map((a) => {
		const points = `<span title="${text(made(a))}">${a.points}${a.is_new ? " *" : ""}</span>`;
		const there = a.presence
			? a.presence < 1
				? __("Half day")
				: __("Present")
			: __("Absent", null, "Attendance");
		const held = `<a href="#" class="held" data-agent="${text(a.agent)}">${a.held}</a>`;
		const figures = [there, held, a.due, a.called, a.got].map((v) => `<td class="text-right">${v}</td>`);
		return `<tr class="${a.presence ? "" : "text-muted"}"><td>${text(a.agent_name)}</td>${figures.join("")}<td class="text-right">${points}</td>
			<td style="width:90px"><input type="number" min="0" class="form-control input-sm text-right" data-agent="${text(a.agent)}" value="0" ${a.presence ? "" : "disabled"}></td></tr>`;
	});
	let nobody = "";
	if (!board.agents.length) nobody = __("This group has no telesales agent on that day.");
	else if (!board.agents.some((a) => a.presence))
		nobody = __("Nobody in this group works on that day. Choose another day.");
	if (nobody) nobody = `<p class="text-danger">${nobody}</p>`;
	return `<table class="table table-sm"><thead><tr>${heads.map((h, i) => `<th class="${i ? "text-right" : ""}">${h}</th>`).join("")}</tr></thead>
				<tbody>${rows.join("")}</tbody></table>${nobody}<p class="sum"></p>${why_html(board)}${automatic_html(board)}`;
}

function made(a) {
	if (a.is_new) return __("New: the others' average is used");
	return __("{0} days, {1} connected, {2} intention customers, {3} visits", [
		a.days,
		a.connected,
		a.intention,
		a.visits,
	]);
}

function why_html(board) {
	const rows = board.agents.map(
		(
			a
		) => `<tr><td>${text(a.agent_name)}</td>${(a.is_new ? ["", "", "", ""] : [a.days, a.intention, a.visits, a.connected]).map((v) => `<td class="text-right">${text(v)}</td>`).join("")}
			<td class="text-right">${a.points}${a.is_new ? " *" : ""}</td></tr>`
	);
	const heads = [
		__("Agent Name"),
		__("Days Worked"),
		__("Intention Customers"),
		__("Counted Visits"),
		__("Customers Connected"),
		__("Points a Day"),
	];
	return `<div class="why hidden small"><p>${__("Points of the last four weeks: each intention customer 1, each counted visit 5, each connected call 0.01, divided by the days worked. Leads go by points, times today's presence.")}
		${__("* did not work in these weeks; the others' average is used.")}</p>
		<table class="table table-sm"><thead><tr>${heads.map((h, i) => `<th class="${i ? "text-right" : ""}">${h}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function automatic_html(board) {
	const { auto_allocation, auto_per_agent, auto_way } = board.automatic || {};
	if (!auto_allocation || !auto_per_agent) return "";
	const way = { Even: __("Evenly"), Quota: __("By presence"), Performance: __("By performance") }[
		auto_way || "Even"
	];
	return `<p class="text-muted small automatic">${__("Each morning at 6:30, {0} leads per agent are handed out automatically: {1}.", [auto_per_agent, way])}</p>`;
}

function pool_html(board, filters) {
	const { source, grade, age } = filters;
	const rows = board.pool.map((r, at) => {
		const chosen = r.source === source && r.grade === grade && r.age === age;
		return `<tr data-at="${at}" style="cursor:pointer" class="${chosen ? "table-active" : ""}" title="${__("Only these")}">
			<td>${text(r.source)}</td><td>${text(grade_name(r.grade))}</td><td>${text(ages()[r.age])}</td><td class="text-right">${r.leads}</td></tr>`;
	});
	const heads = `<thead><tr><th>${__("Source")}</th><th>${__("Grade")}</th><th>${__("Age")}</th><th class="text-right">${__("Leads")}</th></tr></thead>`;
	const narrow = Object.keys(filters).length > 0;
	const whole = narrow
		? `<button class="btn btn-xs btn-default whole-pool">${__("Whole Pool")}</button>`
		: "";
	const without = board.unproven
		? `<p class="text-danger">${__("{0} leads are waiting for evidence of their source.", [board.unproven])}</p>`
		: "";
	const table = rows.length
		? `<table class="table table-sm table-hover">${heads}<tbody>${rows.join("")}</tbody></table>`
		: `<p class="text-muted">${__("The pool is empty. Import a batch, or take leads back.")}</p>`;
	return `<div class="d-flex justify-content-between mb-2"><b>${__("In the pool: {0}", [board.size])}</b>${whole}</div>${without}${table}`;
}

function preview_html(seen) {
	const part = (p) =>
		dianjian.told(
			`${text(p.source || __("No source"))} · ${text(grade_name(p.grade))} · ${text(ages()[p.age])}`,
			p.leads
		);
	const rows = seen.agents.map(
		(a) =>
			`<tr><td>${text(a.agent_name)}</td><td class="text-right">${a.leads}${a.leads < a.asked ? ` / ${a.asked}` : ""}</td><td class="small text-muted">${a.parts.map(part).join("<br>")}</td></tr>`
	);
	const short =
		seen.given < seen.asked
			? `<p class="text-danger">${__("{0} requested, {1} in the pool: agents receive them in turn.", [seen.asked, seen.given])}</p>`
			: "";
	return `${short}<table class="table table-sm preview"><thead><tr><th>${__("Agent Name")}</th><th class="text-right">${__("Gets")}</th><th>${__("Of These")}</th></tr></thead>
				<tbody>${rows.join("")}</tbody></table><p class="text-muted small">${__("Nothing has been handed out yet. Either all leads are handed out or none.")}</p>`;
}

frappe.provide("dianjian");

dianjian.hand_out = { agents_html, pool_html, preview_html, form_fields, grades };
