// The agent's day: whom to call next, what was said, how far the quota is. The server decides; this page asks.
import { CallForm } from "./call_form";
import { CustomerCard } from "./customer_card";
import { hand_in_question, notes_html } from "./day_html";
import { DayList } from "./day_list";
import "./history";
import "./needs";
import { show_panels } from "./panels";
import "./script_panel";
import { log } from "./send";
import { text } from "./words";

class MyCalls {
	constructor(page) {
		this.page = page;
		this.current = null;
		this.form = null;
		this.body = $(`<div class="my-calls"><div class="notes"></div></div>`).appendTo(page.main);
		this.list = new DayList(this.body, (name) => this.leave_for(name));
		// three columns: the list, the call, and what helps with it; the customer's name and number stand over both
		this.right = $(`<div class="panel right"><div class="customer"></div>
			<div class="sides"><div class="call-side"></div><div class="about-side"></div></div></div>`).appendTo(
			this.body
		);
		page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
		page.add_inner_button(__("Call Sheet"), () => this.open_sheet());
		page.add_inner_button(__("Find by Number"), dianjian.find_by_number);
		page.add_menu_item(__("Today's form in Excel"), () =>
			open_url_post("/api/method/dianjian_app.workbooks.call_form_downloads.download_today", {})
		);
		$(document).on("keydown.my-calls", (e) => this.on_key(e));
	}

	refresh() {
		return frappe.xcall("dianjian_app.calls.todays_list.today_list").then((day) => {
			this.day = day;
			this.show();
			if (!this.form || !this.form.is_dirty())
				this.choose(this.lead_named(this.current && this.current.name) || day.leads[0] || null);
		});
	}

	show() {
		this.body.find(".notes").html(notes_html(this.day));
		this.list.show(this.day);
		this.page.clear_primary_action();
		if (this.day.sheet && this.is_open() && this.day.calls_total) {
			this.page.set_primary_action(__("Hand In"), () => this.hand_in());
		}
	}

	is_open() {
		return ["Draft", "Returned"].includes(this.day.stage);
	}

	lead_named(name) {
		return this.day.leads.find((l) => l.name === name);
	}

	// to another customer; what was typed about this one is not thrown away unasked
	leave_for(name) {
		const lead = this.lead_named(name) || this.called_lead(name);
		if (!lead || (this.current && lead.name === this.current.name)) return;
		if (!this.form || !this.form.is_dirty()) return this.choose(lead);
		frappe.confirm(__("This call is not saved. Go on without it?"), () => this.choose(lead));
	}

	called_lead(name) {
		const call = this.day.called.find((c) => c.lead === name);
		return call && { ...call, name: call.lead, remarks: "", next_step: "", next_step_date: "" };
	}

	choose(lead) {
		this.current = lead;
		this.form = null;
		this.list.mark(lead && lead.name);
		const [head, side, about] = ["customer", "call-side", "about-side"].map((name) =>
			this.right.find(`.${name}`).empty()
		);
		if (!lead) return head.html(`<p class="text-muted">${__("Choose a customer from the list.")}</p>`);
		const call = { lead, day: this.day, is_shown: () => this.current === lead };
		new CustomerCard(head, side, call);
		if (lead.blocked) {
			side.append(`<p class="text-muted">${text(lead.blocked)}</p>`);
		} else if (this.is_open()) {
			this.form = new CallForm(side, this.day, lead);
			side.append(`<div class="foot"><button class="btn btn-primary save-call">${__("Save and Next")}</button>
				<span class="text-muted small">Ctrl + Enter</span></div>`);
			side.find(".save-call").on("click", () => this.save());
		} else {
			side.append(`<p class="text-muted">${__("Today's sheet was handed in; no call can be added.")}</p>`);
		}
		show_panels(about, call);
	}

	// 1 connected, 0 not, a grade's own letter, Ctrl+Enter saves: hands stay on the keyboard
	on_key(e) {
		if (!this.form || frappe.get_route()[0] !== "my-calls" || frappe.ui.open_dialogs.length) return;
		if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
			e.preventDefault();
			return this.save();
		}
		if (e.ctrlKey || e.metaKey || e.altKey || $(e.target).is("input, textarea, select, [contenteditable]"))
			return;
		const name = ["0", "1"].includes(e.key) ? "connected" : "grade";
		const button = this.right
			.find(`.choices[data-name="${name}"] .btn:visible`)
			.filter((i, el) => el.dataset.value.toLowerCase() === e.key.toLowerCase());
		if (!button.length) return;
		e.preventDefault();
		this.form.pick(button[0]);
	}

	save() {
		if (!this.current || !this.form) return null;
		const missing = this.form.missing();
		if (missing) return frappe.show_alert({ message: missing, indicator: "orange" }, 3);
		if (this.saving) return this.saving;
		const button = this.right.find(".save-call").prop("disabled", true);
		const values = this.form.values();
		this.saving = log(values)
			.then(() => this.after_save(values))
			.catch(() => {}) // the server has said why; what was typed stays
			.finally(() => {
				this.saving = null;
				button.prop("disabled", false);
			});
		return this.saving;
	}

	after_save(values) {
		frappe.show_alert({ message: __("Saved"), indicator: "green" }, 2);
		const { leads } = this.day;
		const at = leads.findIndex((l) => l.name === values.lead);
		const next = at < 0 ? leads[0] : leads[at + 1] || leads[at - 1];
		this.current = next || null;
		this.form = null;
		return this.refresh();
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

frappe.provide("dianjian");
dianjian.MyCalls = MyCalls;
