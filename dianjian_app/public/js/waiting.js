import { STYLE } from "./waiting_style";

// What waits for the reader, on top of each role's workspace: a line a thing, one click from its act (R48).
frappe.provide("dianjian");

const EVERY = 60 * 1000;
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

// The block of the workspace calls it. The list stands beside the block's shadow, where the desk's links and looks reach.
dianjian.show_what_waits = (shadow) => {
	frappe.dom.set_style(STYLE, "what-waits-style");
	const place = $(`<div class="what-waits" aria-live="polite"></div>`).insertAfter(shadow.host);
	$(shadow.host).hide();
	return new WhatWaits(place);
};

class WhatWaits {
	constructor(place) {
		this.place = place;
		place.on("click", "a[data-line]", (event) => {
			event.preventDefault();
			this.open(this.line(event.currentTarget.dataset.line).opens);
		});
		place.on("click", "[data-act]", ({ currentTarget: { dataset } }) =>
			this.act(dataset.act, this.line(dataset.line))
		);
		place.on("click", "a[data-list]", (event) => {
			event.preventDefault();
			this.open_list(this.found.kinds[event.currentTarget.dataset.list].list);
		});
		place.on("click", "[data-start]", (event) => {
			const { opens, to } = this.found.starts[event.currentTarget.dataset.start];
			this.open(opens === "list" ? ["list", to] : [opens, to, {}]);
		});
		this.again = setInterval(() => this.look_again(), EVERY);
		$(document).on("page-change", () => this.look_again());
		this.refresh();
	}

	// a workspace that was left keeps its blocks: a list that nobody sees asks nothing, one that is gone never again
	look_again() {
		if (!this.place[0].isConnected) return clearInterval(this.again);
		if (this.place.is(":visible") && document.visibilityState === "visible") this.refresh();
	}

	refresh() {
		return frappe
			.call({ method: "dianjian_app.reporting.waiting.what_waits", type: "GET", silent: true })
			.then(({ message }) => message && this.show(message))
			.catch(() => {});
	}

	// drawn anew only where it says something else: nothing moves under a hand or is read out again
	show(found) {
		const said = JSON.stringify(found);
		if (said === this.said) return;
		this.said = said;
		this.found = found;
		const starts = found.starts.map(
			(start, n) => `<button class="btn btn-default btn-sm" data-start="${n}">${text(start.label)}</button>`
		);
		const kinds = found.kinds.map((kind, n) => this.kind(kind, n));
		const nothing = found.nothing.length
			? `<div class="nothing">${__("Nothing open: {0}", [dianjian.listed(found.nothing.map(text))])}</div>`
			: "";
		const list = kinds.length
			? `<div class="kinds">${kinds.join("")}</div>`
			: `<div class="kind kindly">${__("Nothing waits for you now. All is done.")}</div>`;
		this.place.html(
			`<div class="starts"><div class="h4">${__("What Waits for You")}</div>${starts.join("")}</div>${list}${nothing}${this.board(found.board)}`
		);
	}

	kind(kind, n) {
		const total = kind.more ? `${kind.total}+` : kind.total;
		const label = kind.list ? `<a href="#" data-list="${n}">${text(kind.label)}</a>` : text(kind.label);
		const more =
			kind.total > kind.lines.length
				? `<div class="nothing">${__("The first {0} of {1} are shown.", [kind.lines.length, total])}</div>`
				: "";
		const lines = kind.lines.map((line, m) => this.line_html(line, `${n}.${m}`));
		return `<section class="kind" data-kind="${text(kind.key)}"><div class="head"><span>${label}</span><span class="total">${total}</span></div>${lines.join("")}${more}</section>`;
	}

	line_html(line, place) {
		const told = line.told.length ? `<div class="told">${line.told.map(text).join(" · ")}</div>` : "";
		const odd = line.odd.length
			? `<div class="odd">${__("Odd: {0}", [dianjian.listed(line.odd.map(text))])}</div>`
			: "";
		const buttons = line.acts.map(
			(act, n) =>
				`<button class="btn btn-xs ${n ? "btn-default" : "btn-primary"}" data-act="${act}" data-line="${place}">${act === "confirm_sheet" ? __("Confirm") : dianjian.visit_act_label(act)}</button>`
		);
		return `<div class="line"><a href="#" class="go" data-line="${place}"><b>${text(line.title)}</b>${told}${odd}</a>
			<span class="at">${text(when(line.at))}</span>${buttons.length ? `<span class="acts">${buttons.join("")}</span>` : ""}</div>`;
	}

	line(place) {
		const [n, m] = place.split(".");
		return this.found.kinds[n].lines[m];
	}

	open([how, to, more]) {
		if (how === "form") return frappe.set_route("Form", to, more);
		if (how === "new") return frappe.new_doc(to, more);
		if (how === "report") return frappe.set_route("query-report", to);
		if (how === "list") return frappe.set_route("List", to);
		return frappe.set_route(to);
	}

	// two filters of one field cannot stand in a route: the list is opened and filtered there
	open_list({ doctype, filters }) {
		frappe.route_options = {};
		for (const [field, operator, value] of filters) frappe.route_options[field] = [operator, value];
		frappe.set_route("List", doctype);
	}

	act(act, line) {
		const [, , name] = line.opens;
		const done =
			act === "confirm_sheet"
				? confirm_sheet(line, name)
				: dianjian.do_visit_act(act, { name, customer: line.title });
		return done.then(() => this.refresh());
	}

	// the leader's people today, whom most is missing to first
	board(people) {
		if (!people) return "";
		const heads = [
			...["", __("Calls Made"), __("Customers Connected"), __("Intention Customers"), __("Invitations")],
			...[__("Counted Visits"), __("Sheet")],
		];
		const rows = people.map((p) => {
			const met = p.target && p.connected >= p.target;
			const connected = p.target ? `${p.connected} / ${p.target}` : p.connected;
			return `<tr><th>${text(p.agent_name)}</th><td>${p.calls}</td><td class="${met ? "met" : ""}">${connected}</td><td>${p.intention}</td><td>${p.invited}</td><td>${p.visits}</td><td>${text(p.state)}</td></tr>`;
		});
		const table = `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
		return `<section class="board" tabindex="0" aria-label="${__("The Group Today")}"><div class="h5">${__("The Group Today")}</div>${
			people.length ? table : `<p class="nothing">${__("Nobody of the group works today.")}</p>`
		}</section>`;
	}
}

// today's time, else the day
const when = (at) => {
	if (!at) return "";
	const [day, time] = String(at).split(" ");
	if (day !== dianjian.today()) return frappe.datetime.str_to_user(day);
	return time ? time.slice(0, 5) : __("Today");
};

const confirm_sheet = (line, sheet) => {
	const odd = line.odd.length
		? `<p>${__("Odd: {0}", [dianjian.listed(line.odd.map(dianjian.plain))])}</p>`
		: "";
	const asked = __("Confirm the sheet of {0}, {1}: {2}?", [
		...[dianjian.plain(line.title), frappe.datetime.str_to_user(line.at)],
		dianjian.listed(line.told.map(dianjian.plain)),
	]);
	return new Promise((resolve) =>
		frappe.confirm(`${asked}${odd}`, () =>
			frappe
				.call({
					method: "dianjian_app.calls.review.confirm_sheet",
					type: "POST",
					args: { sheet },
					freeze: true,
				})
				.then(resolve)
		)
	);
};
