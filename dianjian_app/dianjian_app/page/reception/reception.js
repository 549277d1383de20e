(() => {
	frappe.pages["reception"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Reception"), single_column: true });
		wrapper.reception = new Reception(page);
	};
	frappe.pages["reception"].on_page_show = (wrapper) => wrapper.reception && wrapper.reception.refresh();

	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const clock = (value) => text(String(value || "").slice(11, 16));
	// Who is expected, who is here and what comes next; each reader has the buttons of their own acts alone.
	class Reception {
		constructor(page) {
			this.page = page;
			this.find = "";
			page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
			this.body = $(`<div class="reception"><form class="asking">
				<input class="form-control find" type="search" maxlength="60" autocomplete="off"
					placeholder="${__("Name or Last Four Digits")}" aria-label="${__("Name or Last Four Digits")}">
				<button class="btn btn-default" type="submit">${__("Search")}</button>
				<button class="btn btn-default whose hidden" type="button">${__("Whose Customer")}</button>
				<button class="btn btn-default walk-in hidden" type="button">${__("Walk-in")}</button>
				<button class="btn btn-default other hidden" type="button">${__("Other Visitor")}</button>
				</form><form class="asking scanning hidden">
				<input class="form-control code" type="text" maxlength="300" autocomplete="off"
					placeholder="${__("Scan or Type the Invitation's Code")}" aria-label="${__("Scan or Type the Invitation's Code")}">
				<button class="btn btn-default" type="submit">${__("Customer Is Here")}</button>
				</form><div class="visits"></div></div>`).appendTo(page.main);
			this.body.on("submit", ".scanning", (event) => {
				event.preventDefault();
				this.scan(this.body.find(".code").val().trim());
			});
			this.body.on("submit", ".asking:not(.scanning)", (event) => {
				event.preventDefault();
				this.find = this.body.find(".find").val().trim();
				this.refresh();
			});
			this.body.on("click", ".whose", () => this.ask_whose());
			this.body.on("click", ".walk-in", () => this.walk_in());
			this.body.on("click", ".other", () => frappe.new_doc("Visitor Entry"));
			this.body.on("click", "[data-checks]", ({ currentTarget: { dataset } }) => this.checks(dataset.checks));
			this.body.on("click", "[data-act]", ({ currentTarget: { dataset } }) =>
				this.act(dataset.visit, dataset.act)
			);
		}

		refresh() {
			const asked = this.find;
			return frappe
				.xcall("dianjian_app.visits.reception.visits_of_the_day", { find: asked })
				.then((found) => asked === this.find && this.show(found));
		}

		show(found) {
			this.visits = Object.fromEntries(found.visits.map((visit) => [visit.name, visit]));
			this.body.find(".whose, .walk-in, .other, .scanning").toggleClass("hidden", !found.at_front_desk);
			if (found.at_front_desk) this.ask_about_link();
			const none = this.find ? __("No open visit is found.") : __("No visit is planned for today.");
			this.body
				.find(".visits")
				.html(
					found.visits.map((visit) => this.visit(visit)).join("") || `<p class="text-muted none">${none}</p>`
				);
		}

		visit(visit) {
			const day = String(visit.planned_at || "").slice(0, 10);
			const other_day =
				day && day !== dianjian.today() ? `<div>${text(frappe.datetime.str_to_user(day))}</div>` : "";
			const steps = [
				[__("Arrived"), visit.arrived_at],
				[__("Customer Contacted Agent"), visit.contacted_at],
				[__("Led to Front Desk"), visit.led_in_at],
				[__("Signed"), visit.signed_at],
				[__("Gone"), visit.left_at],
			].filter(([, at]) => at);
			const people = [
				visit.agent_name && `${__("Telesales Agent")}: ${text(visit.agent_name)}`,
				visit.receptionist_name && `${__("Receptionist")}: ${text(visit.receptionist_name)}`,
				visit.product_need && text(visit.product_need),
				visit.party_size > 1 && `${__("Number of Visitors")}: ${text(visit.party_size)}`,
			].filter(Boolean);
			const next = visit.next.length
				? `<div class="next small">${__("Next: {0}.", [dianjian.clauses(visit.next.map(text))])}</div>`
				: "";
			const buttons = visit.acts.map(
				(act) =>
					`<button class="btn ${act === visit.acts[0] ? "btn-primary" : "btn-default"}" data-visit="${text(visit.name)}" data-act="${act}">${dianjian.visit_act_label(act)}</button>`
			);
			if (visit.checks)
				buttons.push(
					`<button class="btn btn-default" data-checks="${text(visit.name)}">${__("Checks")}</button>`
				);
			return `<div class="visit" data-name="${text(visit.name)}">
				<div class="at ${visit.is_late ? "late" : ""}">${clock(visit.planned_at)}${other_day}</div>
				<div class="who"><a href="${frappe.utils.get_form_link("Visit Confirmation", visit.name)}"><b>${text(visit.customer_name || visit.phone_mask)}</b></a>
					<span class="text-muted">${text(visit.phone_mask)}</span> <span class="stage">${text(__(visit.outcome || visit.stage))}</span>
					<div class="small">${people.join(" · ")}</div>
					<div class="steps">${steps.map(([label, at]) => `<span>${label} ${clock(at)}</span>`).join("")}</div>${next}</div>
				<div class="acts">${buttons.join("")}</div></div>`;
		}

		act(name, act) {
			const { customer_name, phone_mask, missing } = this.visits[name];
			dianjian
				.do_visit_act(act, { name, customer: customer_name || phone_mask, missing })
				.then(() => this.refresh());
		}

		// kind and tail of a document at most, security, areas, breaches, and that the customer has left
		async checks(name) {
			await frappe.model.with_doctype("Visit Confirmation");
			const visit = this.visits[name];
			const fields = frappe.get_meta("Visit Confirmation").fields;
			const noted = Object.keys(visit.checks).map((fieldname) => {
				const { label, fieldtype, options, description, depends_on } = fields.find(
					(field) => field.fieldname === fieldname
				);
				return {
					...{ fieldname, fieldtype, options, depends_on, label: __(label) },
					...{ description: description && __(description), default: visit.checks[fieldname] },
				};
			});
			if (!visit.left_at)
				noted.push({ fieldname: "has_left", fieldtype: "Check", label: __("Visitor Has Left") });
			const dialog = new frappe.ui.Dialog({
				title: __("Checks"),
				fields: noted,
				primary_action_label: __("Save"),
				primary_action: (values) =>
					frappe
						.xcall("dianjian_app.visits.front_desk_record.record_checks", { visit: name, ...values })
						.then(() => {
							dialog.hide();
							return this.refresh();
						}),
			});
			dialog.show();
		}

		// the QR code's address, opened by the camera of the front desk's phone: a link alone writes nothing
		ask_about_link() {
			const address = new URL(window.location.href);
			const code = address.searchParams.get("code");
			if (!code) return;
			address.searchParams.delete("code");
			window.history.replaceState(window.history.state, "", address);
			this.body.find(".code").val(code);
			frappe.confirm(__("The customer with code {0} is here?", [text(code)]), () => this.scan(code));
		}

		// the code of an invitation finds its visit and marks the arrival, once
		scan(code) {
			if (!code) return;
			const field = this.body.find(".code");
			return frappe
				.xcall("dianjian_app.visits.invitation_codes.arrive_by_code", { code })
				.then(({ customer_name }) => {
					frappe.show_alert({ message: __("{0} is here.", [text(customer_name)]), indicator: "green" });
					this.find = "";
					return this.refresh();
				})
				.finally(() => field.val("").trigger("focus"));
		}

		// 新访客户: who came without an invitation goes to the consultant on turn
		walk_in() {
			const by_themselves = { is_inbound: 1, disabled: 0, is_group: 0 };
			const dialog = new frappe.ui.Dialog({
				title: __("Walk-in"),
				fields: [
					{ fieldname: "customer_name", label: __("Customer Name"), fieldtype: "Data", reqd: 1 },
					{ fieldname: "number", label: __("Phone Number"), fieldtype: "Data" },
					{
						fieldname: "source",
						label: __("Source"),
						fieldtype: "Link",
						options: "Channel Source",
						reqd: 1,
						get_query: () => ({ filters: by_themselves }),
					},
					{ fieldname: "party_size", label: __("Number of Visitors"), fieldtype: "Int", default: 1 },
				],
				primary_action_label: __("Register an Arrival"),
				primary_action: (values) =>
					frappe.xcall("dianjian_app.visits.walk_ins.register_walk_in", values).then((made) => {
						dialog.hide();
						frappe.show_alert({
							message: made.receptionist_name
								? __("{0} receives the customer.", [text(made.receptionist_name)])
								: __("No consultant is here; the leader names one."),
							indicator: made.receptionist_name ? "green" : "orange",
						});
						this.find = "";
						return this.refresh();
					}),
			});
			dialog.show();
		}

		// 判客: owner and date, or a new visitor, and nothing else about anybody
		ask_whose() {
			const dialog = new frappe.ui.Dialog({
				title: __("Whose Customer"),
				fields: [
					{ fieldname: "number", label: __("Phone Number"), fieldtype: "Data", reqd: 1 },
					{ fieldname: "answer", fieldtype: "HTML" },
				],
				primary_action_label: __("Search"),
				primary_action: ({ number }) =>
					frappe
						.xcall("dianjian_app.visits.whose_customer.whose_customer", { number })
						.then(({ protected: is_protected, answer }) =>
							dialog.fields_dict.answer.$wrapper.html(
								`<div class="alert alert-${is_protected ? "warning" : "info"} answer">${text(answer)}</div>`
							)
						),
			});
			dialog.show();
		}
	}
})();
