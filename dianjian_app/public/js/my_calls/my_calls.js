// The agent's day: whom to call next, what was said, how far the quota is. The server decides; this page asks.
import { Bar } from "./bar";
import { CallForm } from "./call_form";
import { CustomerCard } from "./customer_card";
import { hand_in_question, notes_html, OPEN } from "./day_html";
import { show_briefings } from "./briefing";
import { DayList } from "./day_list";
import "./history";
import { on_keys } from "./key_acts";
import { show_help } from "./keys";
import "./needs";
import "./offers_panel";
import { show_panels } from "./panels";
import "./script_panel";
import "./units_panel";
import { give_up, on_unsent, send, try_again, unsent, unsent_html } from "./unsent";
import { clock_of, text } from "./words";

class MyCalls {
	constructor(page) {
		this.page = page;
		this.current = null;
		this.form = null;
		this.body = $(
			`<div class="my-calls"><div class="notes"><div class="unsent"></div><div class="of-day"></div><div class="briefings"></div></div></div>`
		).appendTo(page.main);
		this.list = new DayList(
			this.body,
			(name) => this.leave_for(name, true),
			(row) => this.correct(row)
		);
		// three columns: the list, the call, and what helps with it; the customer's name and number stand over both
		this.right = $(`<div class="panel right"><div class="customer"></div>
			<div class="side-tabs"><button type="button" class="btn btn-default" data-side="call-side">${__("Call")}</button>
				<button type="button" class="btn btn-default" data-side="about-side">${__("What Helps")}</button></div>
			<div class="sides"><div class="call-side"></div><div class="about-side"></div></div></div>`).appendTo(
			this.body
		);
		this.right.on("click", ".to-list", () => this.open_card(false));
		this.right.on("click", "[data-side]", (e) => this.swipe_to(e.currentTarget.dataset.side));
		this.bar = new Bar(this.right, {
			save: () => this.save(),
			move: (by) => this.move(by),
			take_back: (saved) => this.take_back(saved),
		});
		page.set_secondary_action(__("Refresh"), () => this.refresh(true), "refresh");
		page.add_inner_button(__("Call Sheet"), () => this.open_sheet());
		page.add_inner_button(__("Find by Number"), dianjian.find_by_number);
		page.add_inner_button(__("Keys"), () => show_help(this.day));
		page.add_menu_item(__("Today's form in Excel"), () =>
			open_url_post("/api/method/dianjian_app.workbooks.call_form_downloads.download_today", {})
		);
		this.body.on("click", ".unsent .again", (e) => try_again($(e.currentTarget).parent().data("id")));
		this.body.on("click", ".unsent .give-up", (e) => this.discard($(e.currentTarget).parent().data("id")));
		on_unsent(() => this.show_unsent());
		on_keys(this);
		$(window).on("resize.my-calls", () => this.fit());
	}

	// anew: the customer in front is drawn anew as well; else the hand that writes is left alone
	refresh(anew = false) {
		show_briefings(this.body.find(".briefings"));
		return frappe.xcall("dianjian_app.calls.todays_list.today_list").then((day) => {
			this.day = without_kept(day);
			this.show();
			this.wait_for_call_back();
			const name = this.current && this.current.name;
			const still = this.lead_named(name) || this.called_lead(name);
			const stays = this.form && this.is_open() && (this.form.is_dirty() || (still && !anew));
			if (!stays) this.choose(still || this.day.leads[0] || null);
			this.fit();
		});
	}

	// the list is read anew when the next customer is to be called back
	wait_for_call_back() {
		clearTimeout(this.call_back);
		const { next_call_back } = this.day;
		if (next_call_back === null || next_call_back === undefined) return;
		this.call_back = setTimeout(() => this.refresh(), (next_call_back + 1) * 1000);
	}

	show() {
		this.body.find(".notes .of-day").html(notes_html(this.day));
		this.body.find(".notes .unsent").html(unsent_html());
		this.list.show(this.day);
		this.show_bar();
		this.page.clear_primary_action();
		if (this.day.sheet && this.is_open() && this.day.calls_total) {
			this.page.set_primary_action(__("Hand In"), () => this.hand_in());
		}
	}

	// the columns end where the window ends, so that the bar is always in view
	fit() {
		const [body] = this.body;
		if (!body.getClientRects().length) return;
		body.style.setProperty("--above", `${body.getBoundingClientRect().top + window.scrollY}px`);
	}

	is_open() {
		return OPEN.includes(this.day.stage);
	}

	lead_named(name) {
		return this.day.leads.find((l) => l.name === name);
	}

	show_bar() {
		this.bar.show(this.day, !!this.form, !!this.form && !!this.form.row);
	}

	// once nothing is kept any more, the list of the day is the server's again
	show_unsent() {
		this.body.find(".notes .unsent").html(unsent_html());
		this.fit();
		if (this.day && !unsent().length && this.was_kept) {
			frappe.show_alert(
				{ message: __("What was kept in this browser has been sent."), indicator: "green" },
				5
			);
			this.refresh();
		}
		this.was_kept = unsent().length > 0;
	}

	discard(id) {
		frappe.confirm(__("This call will be on no sheet. Discard it?"), () => give_up(id));
	}

	// to another customer; what was typed about this one is not thrown away unasked
	leave_for(name, by_hand) {
		const lead = this.lead_named(name) || this.called_lead(name);
		if (by_hand) this.open_card(true);
		if (!lead || (this.current && lead.name === this.current.name)) return;
		if (!this.form || !this.form.is_dirty()) return this.choose(lead);
		frappe.confirm(__("This call is not saved. Go on without it?"), () => this.choose(lead));
	}

	// on the phone the customer's card takes the whole screen
	open_card(is_open) {
		this.body.toggleClass("card-open", is_open);
		if (is_open) this.swipe_to("call-side");
	}

	swipe_to(side) {
		const sides = this.right.find(".sides")[0];
		sides.scrollTo({ left: side === "about-side" ? sides.scrollWidth : 0 });
	}

	called_lead(name) {
		const call = this.day.called.find((c) => c.lead === name);
		const none = { remarks: "", next_step: "", next_step_date: "", next_step_time: "", next_step_kind: "" };
		return call && { ...call, name: call.lead, ...none };
	}

	choose(lead) {
		this.current = lead;
		this.form = this.card = null;
		this.list.mark(lead && lead.name);
		const [head, side, about] = ["customer", "call-side", "about-side"].map((name) =>
			this.right.find(`.${name}`).empty()
		);
		if (!lead) {
			head.html(`<p class="text-muted">${__("Choose a customer from the list.")}</p>`);
			this.open_card(false);
			return this.show_bar();
		}
		const call = { lead, day: this.day, is_shown: () => this.current === lead };
		this.card = new CustomerCard(head, side, call);
		if (lead.blocked) {
			side.append(`<p class="text-muted">${text(lead.blocked)}</p>`);
		} else if (this.is_open()) {
			this.form = new CallForm(side, this.day, lead);
		} else {
			side.append(`<p class="text-muted">${__("Today's sheet was handed in; no call can be added.")}</p>`);
		}
		show_panels(about, call);
		this.show_bar();
		this.to_the_top(head, side, about);
	}

	// name and number of whom the agent calls now are on top and in focus
	to_the_top(head, ...sides) {
		for (const [side] of sides) side.scrollTop = 0;
		if (!frappe.ui.open_dialogs.length && frappe.get_route()[0] === "my-calls")
			head.find("h4")[0].focus({ preventScroll: true });
	}

	// a call of today, said anew where it is listed
	correct(row) {
		const call = this.day.called.find((c) => c.name === row);
		this.open_card(true);
		const fill = () => {
			this.choose(this.called_lead(call.lead));
			if (!this.form) return;
			this.form.fill(call, call.name);
			this.right
				.find(".call-side")
				.prepend(`<p class="correcting">${__("Correct the call of {0}", [clock_of(call.called_at)])}</p>`);
			this.show_bar();
		};
		if (!this.form || !this.form.is_dirty()) return fill();
		frappe.confirm(__("This call is not saved. Go on without it?"), fill);
	}

	// the last call is off the sheet again, and what was said stands in the form
	take_back({ sheet, row, values }) {
		return frappe
			.xcall("dianjian_app.calls.mend_call.take_back_call", { sheet, row })
			.then(() => {
				frappe.show_alert({ message: __("Taken back"), indicator: "green" }, 3);
				this.current = { name: values.lead };
				this.form = null;
				return this.refresh(true);
			})
			.then(() => {
				if (this.form && this.current.name === values.lead)
					this.form.fill({ ...values, connected: Number(values.connected) });
			});
	}

	// to the customer above or below in the list
	move(by) {
		const at = this.day.leads.findIndex((l) => this.current && l.name === this.current.name);
		const lead = this.day.leads[Math.max(0, at + by)];
		if (lead) this.leave_for(lead.name);
	}

	save() {
		if (!this.current || !this.form) return null;
		const missing = this.form.missing();
		this.bar.miss(missing);
		if (missing) return null;
		if (this.form.row || !this.form.refuses()) return this.send();
		const who = text(this.current.customer_name || this.current.phone_mask);
		return frappe.confirm(__("{0} is never called or texted again, in no centre. Save?", [who]), () =>
			this.send()
		);
	}

	send() {
		if (this.saving || !this.form) return this.saving;
		this.bar.busy(true);
		const values = { ...this.form.values(), row: this.form.row };
		this.saving = send(this.form.requests(), this.current.phone_mask)
			.then((answer) => this.after_save(values, answer))
			.catch((refusal) => frappe.msgprint({ message: refusal.message, indicator: "red" })) // what was typed stays
			.finally(() => {
				this.saving = null;
				this.bar.busy(false);
			});
		return this.saving;
	}

	// to the next customer at once; the list is read again meanwhile. answer: of the server; null: the call is kept here
	after_save(values, answer) {
		const { leads } = this.day;
		const at = leads.findIndex((l) => l.name === values.lead);
		const next = at < 0 ? leads[0] : leads[at + 1] || leads[at - 1];
		if (!values.row) this.day = with_call(this.day, this.current, values);
		this.bar.offer_take_back(answer && !values.row ? { ...answer, values } : null);
		this.show();
		this.choose(next || null);
		if (answer) this.refresh();
	}

	hand_in() {
		frappe.confirm(hand_in_question(this.day), () =>
			frappe
				.xcall("dianjian_app.calls.review.hand_in", { sheet: this.day.sheet })
				.then(() => frappe.show_alert({ message: __("Handed In"), indicator: "green" }))
				.catch(() => {}) // the server has said why
				.then(() => this.refresh())
		);
	}

	open_sheet() {
		if (this.day.sheet) return frappe.set_route("Form", "Call Sheet", this.day.sheet);
		frappe.new_doc("Call Sheet", { agent: this.day.agent });
	}
}

// the day once a call was made, until the server says it
function with_call(day, lead, said) {
	const leads = day.leads.filter((one) => one !== lead);
	const counts = { ...day.counts };
	if (leads.length < day.leads.length) counts[lead.reason] -= 1;
	const made = { lead: lead.name, customer_name: lead.customer_name, phone_mask: lead.phone_mask };
	const call = { ...said, ...made, name: "", connected: Number(said.connected) };
	return {
		...day,
		leads,
		counts,
		called: [{ ...call, called_at: frappe.datetime.system_datetime() }, ...day.called],
	};
}

// whom a call was made to that is not sent yet is not called again
function without_kept(day) {
	const waiting = unsent().filter((request) => !request.why && request.method.endsWith("log_call"));
	const kept = new Set(waiting.map((request) => request.args.lead));
	const leads = day.leads.filter((lead) => !kept.has(lead.name));
	const counts = { ...day.counts };
	for (const lead of day.leads) if (kept.has(lead.name)) counts[lead.reason] -= 1;
	return { ...day, leads, counts };
}

frappe.provide("dianjian");
dianjian.MyCalls = MyCalls;
