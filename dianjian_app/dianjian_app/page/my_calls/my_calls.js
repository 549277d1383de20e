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

	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const day_of = (value) => text(value ? frappe.datetime.str_to_user(String(value).split(" ")[0]) : "");

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

		reasons() {
			return {
				promised: __("Promised for today"),
				due: __("Due again"),
				new: __("Handed out"),
				again: __("Not reached yet"),
			};
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
			this.show_notes();
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

		show_notes() {
			const link = (sheet, label) =>
				`<a href="${frappe.utils.get_form_link("Call Sheet", sheet)}">${label}</a>`;
			const notes = this.day.open_sheets.map((s) =>
				s.stage === "Returned"
					? __("Your sheet of {0} came back: {1}", [link(s.name, day_of(s.date)), text(s.return_reason)])
					: __("Your sheet of {0} is not handed in yet.", [link(s.name, day_of(s.date))])
			);
			if (!this.day.calling.allowed)
				notes.unshift(
					__("Customers may be called between {0}. It is outside these hours now.", [
						text(this.day.calling.hours),
					])
				);
			if (this.day.stage === "Returned")
				notes.unshift(__("Today's sheet came back: {0}", [text(this.day.return_reason)]));
			this.body.find(".notes").html(notes.map((n) => `<div class="alert alert-warning">${n}</div>`).join(""));
		}

		show_figures() {
			const day = this.day;
			const to_call = Object.values(day.counts).reduce((sum, n) => sum + n, 0);
			const connected = day.target ? `${day.customers_connected} / ${day.target}` : day.customers_connected;
			const figures = [
				[__("Customers Connected"), connected],
				[__("Calls Made"), day.calls_total],
				[__("Intention Customers"), day.intention_count],
				[__("Call Sheet"), __(day.stage)],
			];
			this.body
				.find(".figures")
				.html(
					figures
						.map(
							([label, value]) =>
								`<div class="figure"><b>${text(value)}</b><span class="text-muted">${label}</span></div>`
						)
						.join("")
				);
			const share = day.target ? Math.min(100, (100 * day.customers_connected) / day.target) : 0;
			this.body.find(".progress").toggle(!!day.target);
			this.body
				.find(".progress-bar")
				.css("width", `${share}%`)
				.toggleClass("bg-success", share >= 100);
			const tab = (name, label, n) =>
				`<button class="btn btn-xs btn-default ${this.tab === name ? "active" : ""}" data-tab="${name}">${label} · ${n}</button>`;
			this.body
				.find(".tabs")
				.html(tab("leads", __("To Call"), to_call) + tab("called", __("Called Today"), day.called.length));
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
					? this.leads_html(this.day.leads.filter(fits))
					: this.called_html(this.day.called.filter(fits))
			);
			this.mark_current();
		}

		leads_html(leads) {
			const groups = Object.entries(this.reasons()).map(([reason, title]) => {
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
				return `<div class="group-title">${title} · ${this.day.counts[reason]}</div>${rows.join("")}`;
			});
			const nothing = this.day.leads.length
				? __("No customer on the list matches.")
				: __("Nothing left to call today. Ask your leader for more resources.");
			return groups.join("") || `<p class="text-muted">${nothing}</p>`;
		}

		called_html(calls) {
			const rows = calls.map(
				(
					c
				) => `<button class="call" data-lead="${text(c.lead)}"><span><span class="name">${text(c.customer_name || __("No name"))}</span>
					<small>${text(c.remarks)}</small></span><span class="hash">${c.connected ? text(c.grade) : __("Not Connected")}
					${text(
						String(c.called_at || "")
							.split(" ")
							.pop()
							.slice(0, 5)
					)}</span></button>`
			);
			return rows.join("") || `<p class="text-muted">${__("No call yet today.")}</p>`;
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

		show_history(name) {
			frappe.xcall("dianjian_app.calls.todays_list.calls_of", { lead: name }).then((calls) => {
				if (!calls.length || !this.current || this.current.name !== name) return;
				this.right.append(history_html(calls));
			});
		}

		form() {
			this.answer = { connected: null, grade: null };
			this.key = frappe.utils.get_random(24);
			this.right.append(`${choices_html("connected", [
				[1, __("Connected"), "1"],
				[0, __("Not Connected"), "0"],
			])}
				<div class="graded hidden">${choices_html(
					"grade",
					this.day.grades.map((g) => [g.value, g.label, g.value])
				)}</div>`);
			this.fields = new frappe.ui.FieldGroup({
				parent: $("<div>").appendTo(this.right),
				fields: this.form_fields(),
				no_submit_on_enter: true,
			});
			this.fields.make();
			this.right.append(`<div class="foot"><button class="btn btn-primary save-call">${__("Save and Next")}</button>
				<span class="text-muted small">Ctrl + Enter</span></div>`);
			this.right.find(".choices .btn").on("click", (e) => this.pick(e.currentTarget));
			this.right.find(".save-call").on("click", () => this.save());
		}

		form_fields() {
			const lead = this.current;
			const or_none = (options) => [{ value: "", label: "" }, ...options];
			return [
				{ fieldname: "remarks", label: __("Remarks"), fieldtype: "Small Text" },
				{ fieldname: "said", label: __("What Was Said"), fieldtype: "Small Text" },
				{ fieldtype: "Column Break" },
				{
					fieldname: "product_need",
					label: __("Product Need"),
					fieldtype: "Select",
					options: or_none(this.day.products),
					default: lead.product_need,
				},
				{
					fieldname: "segment",
					label: __("Customer Segment"),
					fieldtype: "Select",
					options: or_none(this.day.segments),
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

		pick(button) {
			const name = button.parentElement.dataset.name;
			$(button)
				.addClass("btn-primary")
				.removeClass("btn-default")
				.siblings()
				.removeClass("btn-primary")
				.addClass("btn-default");
			this.answer[name] = button.dataset.value;
			if (name !== "connected") return;
			this.right.find(".graded").toggleClass("hidden", button.dataset.value !== "1");
			if (button.dataset.value === "0") {
				this.answer.grade = null;
				this.right
					.find('.choices[data-name="grade"] .btn')
					.removeClass("btn-primary")
					.addClass("btn-default");
			}
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
			if (this.answer.connected === "1" && !this.answer.grade)
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
			const short =
				day.target && day.customers_connected < day.target
					? __("{0} short of the day's {1}.", [day.target - day.customers_connected, day.target])
					: "";
			const message = __("Hand in the sheet with {0} connected customers? No call can be added afterwards.", [
				day.customers_connected,
			]);
			frappe.confirm(`${message} ${short}`, () =>
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

	function history_html(calls) {
		const lines = calls.map((c) => {
			const what = c.connected ? [c.grade, c.product_need] : [__("Not Connected")];
			const next = c.next_step ? `→ ${c.next_step}` : "";
			return `<li>${day_of(c.date)} · ${text(c.agent_name)} · ${[...what, c.said, c.remarks, next].filter(Boolean).map(text).join(" · ")}</li>`;
		});
		return `<div class="history"><div class="text-muted">${__("Last calls")}</div><ul class="list-unstyled small">${lines.join("")}</ul></div>`;
	}
})();
