(() => {
	frappe.pages["my-calls"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("My Calls Today"),
			single_column: true,
		});
		wrapper.my_calls = new MyCalls(page);
	};
	frappe.pages["my-calls"].on_page_show = (wrapper) => wrapper.my_calls && wrapper.my_calls.refresh();

	const { notes_html, figures_html, tabs_html, leads_html, called_html } = dianjian.my_calls;
	const { customer_html, message_html, history_html, choices_html, form_fields, text } = dianjian.my_calls;
	const { log, hand_in_question } = dianjian.my_calls;

	// The agent's day: whom to call next, what was said, how far the quota is. The server decides; this page asks.
	class MyCalls {
		constructor(page) {
			this.page = page;
			this.current = null;
			this.tab = "leads";
			this.body = $(`<div class="my-calls">
				<div class="notes"></div>
				<div class="panel left"><div class="figures"></div><div class="progress"><div class="progress-bar"></div></div>
					<div class="tabs"></div><input type="search" class="form-control input-sm find"><div class="list"></div></div>
				<div class="panel right"></div></div>`);
			page.main.append(this.body);
			this.right = this.body.find(".right");
			this.list = this.body.find(".list");
			this.find = this.body.find(".find").attr("placeholder", __("Name, number or source"));
			this.find.on("input", () => this.show_list());
			this.list.on("click", ".lead, .call", (e) => this.leave_for(e.currentTarget.dataset.lead));
			this.body.on("click", ".tabs .btn", (e) => this.show_tab(e.currentTarget.dataset.tab));
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
				if (!this.is_dirty())
					this.choose(this.lead_named(this.current && this.current.name) || day.leads[0] || null);
			});
		}

		show() {
			this.body.find(".notes").html(notes_html(this.day));
			this.show_figures();
			this.show_list();
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

		show_figures() {
			const day = this.day;
			this.body.find(".figures").html(figures_html(day));
			const share = day.target ? Math.min(100, (100 * day.customers_connected) / day.target) : 0;
			this.body.find(".progress").toggle(!!day.target);
			this.body
				.find(".progress-bar")
				.css("width", `${share}%`)
				.toggleClass("bg-success", share >= 100);
			this.body.find(".tabs").html(tabs_html(day, this.tab));
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
					: called_html(this.day.called.filter(fits))
			);
			this.mark_current();
		}

		mark_current() {
			this.list
				.find(".lead, .call")
				.each((i, el) =>
					$(el).toggleClass("current", !!this.current && el.dataset.lead === this.current.name)
				);
		}

		is_dirty() {
			if (!this.current || !this.fields || !this.answer) return false;
			return (
				this.answer.connected !== null ||
				!!this.fields.get_value("remarks") ||
				!!this.fields.get_value("said")
			);
		}

		// to another customer; what was typed about this one is not thrown away unasked
		leave_for(name) {
			const lead = this.lead_named(name) || this.called_lead(name);
			if (!lead || (this.current && lead.name === this.current.name)) return;
			if (!this.is_dirty()) return this.choose(lead);
			frappe.confirm(__("This call is not saved. Go on without it?"), () => this.choose(lead));
		}

		called_lead(name) {
			const call = this.day.called.find((c) => c.lead === name);
			return call && { ...call, name: call.lead, remarks: "", next_step: "", next_step_date: "" };
		}

		choose(lead) {
			this.current = lead;
			this.fields = this.answer = null;
			this.mark_current();
			this.right.empty();
			if (!lead)
				return this.right.html(`<p class="text-muted">${__("Choose a customer from the list.")}</p>`);
			this.right.html(customer_html(lead));
			this.right.find(".reveal").on("click", () => this.reveal());
			this.show_message(lead);
			if (lead.blocked) {
				this.right.append(`<p class="text-muted">${text(lead.blocked)}</p>`);
			} else if (this.is_open()) {
				this.form();
			} else {
				this.right.append(
					`<p class="text-muted">${__("Today's sheet was handed in; no call can be added.")}</p>`
				);
			}
			this.show_history(lead.name);
		}

		// the answer may come when another customer, or none, is in front of the agent
		reveal(reason, lead = this.current) {
			const is_shown = () => !!lead && !!this.current && this.current.name === lead.name;
			if (!is_shown()) return;
			const args = { doctype: "Call Lead", name: lead.name, reason };
			frappe.call({
				method: "dianjian_app.resources.numbers.reveal.reveal_number",
				type: "POST",
				args,
				callback: ({ message }) => {
					if (!message || !is_shown()) return;
					if (!message.number) return frappe.msgprint(message.message);
					const link = $("<a>", { href: `tel:${message.number}` }).text(
						message.number.replace(/^\+86/, "").replace(";ext=", "转")
					);
					this.right.find(".number").empty().append(link);
					this.right.find(".reveal").hide();
				},
				error: (answer) => {
					if (!answer || answer.exc_type !== "ReasonMissingError" || !is_shown()) return;
					frappe.prompt(
						{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
						(given) => this.reveal(given.reason, lead),
						__("Show Number")
					);
				},
			});
		}

		show_message(lead) {
			if (lead.do_not_call) return;
			const line = $(message_html(this.day.messages[lead.name])).appendTo(this.right);
			line.on("click", "[data-channel]", (e) => {
				const { channel } = e.currentTarget.dataset;
				line.find("button").prop("disabled", true);
				frappe
					.xcall("dianjian_app.calls.messages_by_hand.note_message", { lead: lead.name, channel })
					.then(() => {
						this.day.messages[lead.name] = channel;
						line.replaceWith(message_html(channel));
					})
					.catch(() => line.find("button").prop("disabled", false)); // the server has said why
			});
		}

		show_history(name) {
			frappe.xcall("dianjian_app.calls.todays_list.calls_of", { lead: name }).then((history) => {
				if (!history.calls.length || !this.current || this.current.name !== name) return;
				this.right.append(history_html(history));
			});
		}

		form() {
			this.answer = { connected: null, result: null, grade: null };
			this.key = frappe.utils.get_random(24);
			this.right.append(`${choices_html("connected", [
				[1, __("Connected"), "1"],
				[0, __("Not Connected"), "0"],
			])}
				${choices_html(
					"result",
					this.day.results.map((r) => [r.value, r.label, ""])
				)}
				<div class="graded hidden">${choices_html(
					"grade",
					this.day.grades.map((g) => [g.value, g.label, g.value])
				)}</div>`);
			this.fields = new frappe.ui.FieldGroup({
				parent: $("<div>").appendTo(this.right),
				fields: form_fields(this.day, this.current),
				no_submit_on_enter: true,
			});
			this.fields.make();
			this.right.append(`<div class="foot"><button class="btn btn-primary save-call">${__("Save and Next")}</button>
				<span class="text-muted small">Ctrl + Enter</span></div>`);
			this.right.find(".choices .btn").on("click", (e) => this.pick(e.currentTarget));
			this.right.find(".save-call").on("click", () => this.save());
		}

		pick(button) {
			const name = button.parentElement.dataset.name;
			this.mark(name, button.dataset.value);
			// a result says whether the customer was reached; of a call that was, or was not, one result is the usual
			if (name === "result") this.mark("connected", this.result().reached ? "1" : "0");
			if (name === "connected") this.mark("result", this.usual_result(button.dataset.value === "1"));
			if (name === "grade") return;
			const reached = this.answer.connected === "1";
			this.right.find(".graded").toggleClass("hidden", !reached);
			if (!reached) this.mark("grade", null);
		}

		// show and keep a choice; null: none
		mark(name, value) {
			this.answer[name] = value;
			this.right.find(`.choices[data-name="${name}"] .btn`).each((i, el) => {
				const chosen = value !== null && el.dataset.value === value;
				$(el).toggleClass("btn-primary", chosen).toggleClass("btn-default", !chosen);
			});
		}

		result() {
			return this.day.results.find((r) => r.value === this.answer.result);
		}

		usual_result(reached) {
			const usual = this.day.results.find((r) => r.reached === reached && r.is_valid === reached);
			return usual ? usual.value : null;
		}

		// 1 connected, 0 not, a grade's own letter, Ctrl+Enter saves: hands stay on the keyboard
		on_key(e) {
			if (!this.answer || frappe.get_route()[0] !== "my-calls" || frappe.ui.open_dialogs.length) return;
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
			this.pick(button[0]);
		}

		save() {
			if (!this.current || !this.answer) return null;
			if (this.answer.connected === null)
				return frappe.show_alert({ message: __("Was the call connected?"), indicator: "orange" }, 3);
			const spoken = this.result() ? this.result().is_valid : this.answer.connected === "1";
			if (spoken && !this.answer.grade)
				return frappe.show_alert({ message: __("Choose the grade."), indicator: "orange" }, 3);
			if (this.saving) return this.saving;
			$(document.activeElement).trigger("change"); // what is still being typed counts
			const button = this.right.find(".save-call").prop("disabled", true);
			const values = {
				...this.fields.get_values(true),
				...this.answer,
				lead: this.current.name,
				request_key: this.key,
			};
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
			this.fields = this.answer = null;
			return this.refresh();
		}

		hand_in() {
			const day = this.day;
			frappe.confirm(hand_in_question(day), () =>
				frappe
					.xcall("dianjian_app.calls.review.hand_in", { sheet: day.sheet })
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
})();
