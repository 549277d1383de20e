frappe.pages["my-calls"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("My Calls Today"), single_column: true });
	wrapper.my_calls = new MyCalls(page);
};
frappe.pages["my-calls"].on_page_show = (wrapper) => wrapper.my_calls && wrapper.my_calls.refresh();

const REASONS = () => ({ promised: __("Promised for today"), due: __("Due again"), new: __("Handed out") });
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

// The agent's day: whom to call next, what was said, how far the quota is. The server decides; this page asks.
class MyCalls {
	constructor(page) {
		this.page = page;
		this.current = null;
		this.body = $('<div class="my-calls"><div class="panel left"></div><div class="panel right"></div></div>');
		page.main.append(this.body);
		this.left = this.body.find(".left");
		this.right = this.body.find(".right");
		page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
		page.add_inner_button(__("Call Sheet"), () => this.open_sheet());
	}

	refresh() {
		return frappe.call("dianjian_app.calls.today.today_list").then(({ message }) => {
			this.day = message;
			this.show_list();
			const still = message.leads.find((l) => this.current && l.name === this.current.name);
			this.choose(still || message.leads[0] || null);
			this.show_hand_in();
		});
	}

	is_open() {
		return ["Draft", "Returned"].includes(this.day.stage);
	}

	show_hand_in() {
		this.page.clear_primary_action();
		if (this.day.sheet && this.is_open() && this.day.calls_total) {
			this.page.set_primary_action(__("Hand In"), () => this.hand_in());
		}
	}

	show_list() {
		const day = this.day;
		const figures = [
			[__("Customers Connected"), day.customers_connected],
			[__("Calls Made"), day.calls_total],
			[__("To Call"), day.leads.length],
			[__("Call Sheet"), __(day.stage)],
		];
		const groups = Object.entries(REASONS()).map(([reason, title]) => {
			const leads = day.leads.filter((l) => l.reason === reason);
			if (!leads.length) return "";
			const rows = leads.map(
				(l) => `<button class="lead" data-lead="${text(l.name)}">
					<span>${text(l.customer_name || __("No name"))} <span class="text-muted">${text(l.grade)}</span></span>
					<span class="text-muted">${text(l.phone_mask)}</span></button>`
			);
			return `<div class="group-title">${title} · ${leads.length}</div>${rows.join("")}`;
		});
		const returned = day.return_reason
			? `<div class="alert alert-warning">${__("Returned: {0}", [text(day.return_reason)])}</div>`
			: "";
		const nothing = `<p class="text-muted">${__("Nothing left to call today. Ask your leader for more resources.")}</p>`;
		this.left.html(`${returned}<div class="figures">${figures
			.map(([label, value]) => `<div class="figure"><b>${text(value)}</b><span class="text-muted">${label}</span></div>`)
			.join("")}</div><div class="list">${groups.join("") || nothing}</div>`);
		this.left.find(".lead").on("click", (e) => {
			this.choose(day.leads.find((l) => l.name === e.currentTarget.dataset.lead));
		});
	}

	choose(lead) {
		this.current = lead;
		this.left.find(".lead").each((i, el) => $(el).toggleClass("current", !!lead && el.dataset.lead === lead.name));
		this.right.empty();
		if (!lead) return;
		const facts = [
			[__("Source"), lead.source],
			[__("Product Need"), lead.product_need],
			[__("Follow-ups"), lead.follow_up_no],
			[__("Last Called"), lead.last_called_at && frappe.datetime.str_to_user(lead.last_called_at)],
			[__("Next Step"), lead.next_step && `${lead.next_step} ${lead.next_step_date || ""}`],
			[__("Remarks"), lead.remarks],
		].filter(([, value]) => value);
		this.right.append(`<h4>${text(lead.customer_name || __("No name"))}</h4>
			<p><span class="number">${text(lead.phone_mask)}</span>
			<button class="btn btn-xs btn-default reveal">${__("Show Number")}</button></p>
			<dl class="facts">${facts.map(([k, v]) => `<dt>${k}</dt><dd>${text(v)}</dd>`).join("")}</dl>`);
		this.right.find(".reveal").on("click", () => this.reveal());
		if (this.is_open()) {
			this.show_form();
		} else {
			this.right.append(`<p class="text-muted">${__("Today's sheet was handed in; no call can be added.")}</p>`);
		}
	}

	reveal() {
		frappe
			.call({
				method: "dianjian_app.resources.reveal.reveal_number",
				type: "POST",
				args: { doctype: "Call Lead", name: this.current.name },
			})
			.then(({ message }) => {
				if (!message.number) return frappe.msgprint(message.message);
				const local = message.number.replace(/^\+86/, "");
				this.right.find(".number").html(`<a href="tel:${text(message.number)}">${text(local)}</a>`);
				this.right.find(".reveal").hide();
			});
	}

	show_form() {
		this.answer = { connected: null, grade: null };
		this.key = frappe.utils.get_random(24);
		const choices = (name, options) =>
			`<div class="choices" data-name="${name}">${options
				.map(([value, label, title]) => `<button class="btn btn-default btn-sm" data-value="${text(value)}" title="${text(title)}">${text(label)}</button>`)
				.join("")}</div>`;
		this.right.append(
			choices("connected", [[1, __("Connected")], [0, __("Not Connected")]]),
			`<div class="graded hidden">${choices("grade", this.day.grades.map((g) => [g.value, g.label, g.label]))}</div>`
		);
		this.fields = new frappe.ui.FieldGroup({
			parent: $("<div>").appendTo(this.right),
			fields: [
				{ fieldname: "product_need", label: __("Product Need"), fieldtype: "Select", options: ["", ...this.day.products], default: this.current.product_need },
				{ fieldname: "segment", label: __("Customer Segment"), fieldtype: "Select", options: [{ value: "", label: "" }, ...["First Home", "Upgrade", "Investment"].map((v) => ({ value: v, label: __(v) }))], default: this.current.segment },
				{ fieldtype: "Column Break" },
				{ fieldname: "next_step", label: __("Next Step"), fieldtype: "Data" },
				{ fieldname: "next_step_date", label: __("Next Step On"), fieldtype: "Date" },
				{ fieldtype: "Section Break" },
				{ fieldname: "remarks", label: __("Remarks"), fieldtype: "Small Text" },
				{ fieldname: "do_not_call", label: __("Do Not Call"), fieldtype: "Check", description: __("The customer refuses further calls") },
			],
		});
		this.fields.make();
		this.right.append(`<button class="btn btn-primary save-call">${__("Save and Next")}</button>`);
		this.right.find(".choices .btn").on("click", (e) => this.pick(e.currentTarget));
		this.right.find(".save-call").on("click", () => this.save());
	}

	pick(button) {
		const name = button.parentElement.dataset.name;
		$(button).addClass("btn-primary").siblings().removeClass("btn-primary");
		this.answer[name] = button.dataset.value;
		if (name === "connected") {
			this.right.find(".graded").toggleClass("hidden", button.dataset.value !== "1");
			if (button.dataset.value === "0") this.answer.grade = null;
		}
	}

	save() {
		if (this.answer.connected === null) return frappe.show_alert({ message: __("Was the call connected?"), indicator: "orange" });
		if (this.answer.connected === "1" && !this.answer.grade) return frappe.show_alert({ message: __("Choose the grade."), indicator: "orange" });
		const button = this.right.find(".save-call").prop("disabled", true);
		return frappe
			.call({
				method: "dianjian_app.calls.log.log_call",
				type: "POST",
				args: { ...this.fields.get_values(true), ...this.answer, lead: this.current.name, request_key: this.key },
			})
			.then(() => {
				frappe.show_alert({ message: __("Saved"), indicator: "green" });
				return this.refresh();
			})
			.finally(() => button.prop("disabled", false));
	}

	hand_in() {
		const message = __("Hand in the sheet with {0} connected customers? No call can be added afterwards.", [this.day.customers_connected]);
		frappe.confirm(message, () =>
			frappe
				.call({ method: "dianjian_app.calls.review.hand_in", type: "POST", args: { sheet: this.day.sheet } })
				.then(() => this.refresh())
		);
	}

	open_sheet() {
		frappe.set_route("Form", "Call Sheet", this.day.sheet || "new-call-sheet");
	}
}
