// The left side: how far the day is, whom to call, who was called.
import { called_html, figures_html, leads_html, tabs_html } from "./day_html";

export class DayList {
	// chosen(name): the agent has gone to a customer
	// correct(row): a listed call is to be corrected
	constructor(parent, chosen, correct) {
		this.tab = "leads";
		this.chosen = chosen;
		this.current = null;
		this.place = $(`<div class="panel left"><div class="figures"></div>
			<div class="progress"><div class="progress-bar"></div></div><div class="tabs"></div>
			<input type="search" class="form-control input-sm find"><div class="list"></div></div>`).appendTo(
			parent
		);
		this.list = this.place.find(".list");
		this.find = this.place.find(".find").attr("placeholder", __("Name, number or source"));
		this.find.on("input", () => this.show_list());
		this.list.on("click", ".lead, .call", (e) => chosen(e.currentTarget.dataset.lead));
		this.list.on("click", ".correct", (e) => correct(e.currentTarget.dataset.row));
		this.place.on("click", ".tabs .btn", (e) => this.show_tab(e.currentTarget.dataset.tab));
	}

	show(day) {
		this.day = day;
		this.show_figures();
		this.show_list();
	}

	show_figures() {
		const day = this.day;
		this.place.find(".figures").html(figures_html(day));
		const share = day.target ? Math.min(100, (100 * day.customers_connected) / day.target) : 0;
		this.place.find(".progress").toggle(!!day.target);
		this.place
			.find(".progress-bar")
			.css("width", `${share}%`)
			.toggleClass("bg-success", share >= 100);
		this.place.find(".tabs").html(tabs_html(day, this.tab));
	}

	show_tab(name) {
		this.tab = name;
		this.show_figures();
		this.show_list();
	}

	show_list() {
		const wanted = this.find.val().trim().toLowerCase();
		const fits = (l) =>
			!wanted ||
			[l.customer_name, l.phone_mask, l.source, l.remarks].some((v) =>
				(v || "").toLowerCase().includes(wanted)
			);
		this.list.html(
			this.tab === "leads"
				? leads_html(this.day, this.day.leads.filter(fits))
				: called_html(this.day, this.day.called.filter(fits))
		);
		this.mark(this.current);
	}

	choose_first() {
		const [first] = this.list.find(".lead, .call");
		if (first) this.chosen(first.dataset.lead);
	}

	mark(name) {
		this.current = name;
		this.list
			.find(".lead, .call")
			.each((i, el) => $(el).toggleClass("current", !!name && el.dataset.lead === name));
		const [current] = this.list.find(".current");
		if (current) current.scrollIntoView({ block: "nearest" });
	}
}
