(() => {
	frappe.pages["hand-out"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Hand Out Resources"), single_column: true });
		wrapper.hand_out = new HandOutPage(page);
	};
	frappe.pages["hand-out"].on_page_show = (wrapper) => wrapper.hand_out && wrapper.hand_out.refresh();

	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	// Who is there and has what, what the pool holds; a proposal that can be changed, then one commit.
	class HandOutPage {
		constructor(page) {
			this.page = page;
			this.board = { agents: [], pool: [], size: 0 };
			this.fields = new frappe.ui.FieldGroup({
				parent: $("<div class='frappe-card p-3 mb-3'>").appendTo(page.main),
				fields: [
					{ fieldname: "sales_group", label: __("Sales Group"), fieldtype: "Link", options: "Sales Group", reqd: 1, change: () => this.refresh(), get_query: () => ({ filters: { disabled: 0 } }) },
					{ fieldtype: "Column Break" },
					{ fieldname: "total", label: __("How Many Leads"), fieldtype: "Int", default: 100, change: () => this.propose() },
					{ fieldtype: "Column Break" },
					{
						fieldname: "way",
						label: __("Shared"),
						fieldtype: "Select",
						default: "Even",
						options: [["Even", __("Evenly")], ["Quota", __("By presence")], ["Performance", __("By performance of four weeks")]].map(([value, label]) => ({ value, label })),
						change: () => this.propose(),
					},
				],
			});
			this.fields.make();
			this.body = $(`<div class="row"><div class="col-md-7"><div class="frappe-card p-3 agents"></div></div><div class="col-md-5"><div class="frappe-card p-3 pool"></div></div></div>`).appendTo(page.main);
			page.set_primary_action(__("Hand Out"), () => this.commit());
			page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
			page.add_inner_button(__("Allocation History"), () => frappe.set_route("List", "Lead Allocation"));
			this.choose_own_group();
		}

		choose_own_group() {
			const mine = frappe.boot.dianjian_staff || [];
			frappe.db.get_list("Sales Group", { filters: { leader: ["in", mine], disabled: 0 }, pluck: "name", limit: 1 }).then((led) => {
				if (led.length && !this.fields.get_value("sales_group")) this.fields.set_value("sales_group", led[0]);
			});
		}

		refresh() {
			const sales_group = this.fields.get_value("sales_group");
			if (!sales_group) return;
			return frappe.xcall("dianjian_app.reporting.handout.board", { sales_group }).then((board) => {
				this.board = board;
				this.show();
				return this.propose();
			});
		}

		show() {
			const heads = [__("Agent Name"), __("Presence"), __("Held"), __("Due"), __("Calls Made"), __("Performance"), __("Gets")];
			const rows = this.board.agents.map(
				(a) => `<tr class="${a.presence ? "" : "text-muted"}"><td>${text(a.agent_name)}</td>${[a.presence, a.held, a.due, a.called, a.weight].map((v) => `<td class="text-right">${text(v)}</td>`).join("")}
					<td style="width:90px"><input type="number" min="0" class="form-control input-sm text-right" data-agent="${text(a.agent)}" value="0" ${a.presence ? "" : "disabled"}></td></tr>`
			);
			this.body.find(".agents").html(`<table class="table table-sm"><tr>${heads.map((h, i) => `<th class="${i ? "text-right" : ""}">${h}</th>`).join("")}</tr>${rows.join("")}</table><p class="text-muted sum"></p>`);
			this.body.find(".agents input").on("input", () => this.sum());
			const pool = this.board.pool.map((r) => `<tr><td>${text(r.source)}</td><td>${text(r.grade)}</td><td>${text(r.age)}</td><td class="text-right">${r.leads}</td></tr>`);
			this.body.find(".pool").html(`<h6>${__("In the pool: {0}", [this.board.size])}</h6><table class="table table-sm">${pool.join("")}</table>`);
		}

		propose() {
			const { sales_group, total, way } = this.fields.get_values(true);
			if (!sales_group || !this.board.agents.length) return;
			return frappe.xcall("dianjian_app.reporting.handout.propose", { sales_group, total: total || 0, way }).then((shares) => {
				this.body.find(".agents input").each((i, el) => $(el).val(shares[el.dataset.agent] || 0));
				this.sum();
			});
		}

		quotas() {
			const found = {};
			this.body.find(".agents input").each((i, el) => cint(el.value) > 0 && (found[el.dataset.agent] = cint(el.value)));
			return found;
		}

		sum() {
			const n = Object.values(this.quotas()).reduce((a, b) => a + b, 0);
			this.body.find(".sum").text(__("{0} leads to {1} agents", [n, Object.keys(this.quotas()).length]));
		}

		commit() {
			const { sales_group, way } = this.fields.get_values(true);
			const quotas = this.quotas();
			if (!Object.keys(quotas).length) return frappe.show_alert({ message: __("Say how many leads each agent gets."), indicator: "orange" });
			return frappe
				.call({ method: "dianjian_app.resources.allocation.hand_out", type: "POST", args: { sales_group, quotas: JSON.stringify(quotas), method: way }, freeze: true })
				.then(({ message }) => {
					const n = message.reduce((sum, a) => sum + a.lead_count, 0);
					frappe.show_alert({ message: __("Handed out: {0}", [n]), indicator: "green" });
					return this.refresh();
				});
		}
	}
})();
