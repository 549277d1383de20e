(() => {
	frappe.pages["hand-out"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Hand Out Resources"),
			single_column: true,
		});
		wrapper.hand_out = new HandOutPage(page);
	};
	frappe.pages["hand-out"].on_page_show = (wrapper) => wrapper.hand_out && wrapper.hand_out.refresh();

	const API = "dianjian_app.resources.pool.hand_out_page";
	const FILTERS = ["source", "grade", "age", "batch"];
	const { agents_html, pool_html, preview_html, form_fields, grades } = dianjian.hand_out;

	// Who is there and has what, what the pool holds; a proposal that can be changed, a preview, then one commit.
	class HandOutPage {
		constructor(page) {
			this.page = page;
			this.board = { agents: [], pool: [], size: 0, grades: [] };
			this.fields = new frappe.ui.FieldGroup({
				parent: $("<div class='frappe-card p-3 mb-3 asked'>").appendTo(page.main),
				fields: form_fields({
					again: () => this.refresh(),
					share: () => this.propose(),
					way: () => {
						this.show_way();
						this.propose();
					},
				}),
			});
			this.fields.make();
			this.body =
				$(`<div class="row"><div class="col-md-8"><div class="frappe-card p-3 mb-3 agents"></div></div>
				<div class="col-md-4"><div class="frappe-card p-3 mb-3 pool hidden"></div></div></div>`).appendTo(
					page.main
				);
			this.body.find(".agents").html(`<p class="text-muted m-0">${__("Choose the sales group.")}</p>`);
			this.body.on("input", ".agents input", () => {
				this.edited = true;
				this.proposed = null; // a proposal that is still on its way does not overwrite what was typed
				this.sum();
			});
			this.body.on("click", ".pool tr[data-at]", (e) =>
				this.narrow(this.board.pool[e.currentTarget.dataset.at])
			);
			this.body.on("click", "a.held", (e) => {
				e.preventDefault();
				dianjian.open({
					list: "Call Lead",
					filters: { agent: e.currentTarget.dataset.agent, status: ["in", ["Held", "Invited", "Visited"]] },
				});
			});
			this.body.on("click", ".whole-pool", () => this.widen());
			page.set_primary_action(__("Preview"), () => this.preview());
			page.set_secondary_action(__("Refresh"), () => this.refresh(true), "refresh");
			page.add_inner_button(__("Allocation History"), () => frappe.set_route("List", "Lead Allocation"));
			this.choose_own_group();
		}

		// the leader's own group stands there from the start; the field tells it only once its title has come
		choose_own_group() {
			const mine = frappe.boot.dianjian_staff || [];
			const groups = (filters, limit) =>
				frappe.db.get_list("Sales Group", { filters: { disabled: 0, ...filters }, pluck: "name", limit });
			const led_or_only = groups({ leader: ["in", mine] }, 1).then((led) =>
				led.length ? led : groups({}, 2).then((all) => (all.length === 1 ? all : []))
			);
			return led_or_only.then((led) => {
				if (!led.length || this.fields.get_value("sales_group")) return;
				this.own_group = led[0];
				this.fields.set_value("sales_group", led[0]);
				return this.refresh();
			});
		}

		asked() {
			const values = this.fields.get_values(true) || {};
			const filters = Object.fromEntries(FILTERS.filter((f) => values[f]).map((f) => [f, values[f]]));
			return {
				sales_group: values.sales_group || this.own_group,
				filters,
				...(values.date && { date: values.date }),
			};
		}

		// asks again when something that is asked has changed; by_force: in any case
		refresh(by_force) {
			const asked = this.asked();
			const key = JSON.stringify(asked);
			if (!asked.sales_group || (!by_force && key === this.key && this.shown_at > Date.now() - 1000)) return;
			const same = !by_force && key === this.key;
			this.key = key;
			this.shown_at = Date.now();
			return frappe.xcall(`${API}.board`, asked).then((board) => {
				if (key !== this.key) return; // a later question is on its way
				this.board = board;
				const grade = this.fields.get_field("grade");
				if (grade.df.options.length !== board.grades.length + 2) {
					grade.df.options = grades(board.grades);
					grade.refresh();
				}
				const typed = same && this.edited ? this.quotas() : null;
				this.show();
				if (typed) return this.fill(typed);
				this.edited = false;
				return this.propose();
			});
		}

		show_way() {
			const by_quota = this.fields.get_value("way") === "Quota";
			const hide = (name, hidden) => {
				// a field that is drawn anew forgets what is just being typed into it
				if (cint(this.fields.get_field(name).df.hidden) !== cint(hidden))
					this.fields.set_df_property(name, "hidden", cint(hidden));
			};
			hide("total", by_quota);
			hide("each", !by_quota);
			this.body.find(".why").toggleClass("hidden", this.fields.get_value("way") !== "Performance");
		}

		show() {
			this.body.find(".agents").html(agents_html(this.board));
			this.show_pool();
			this.show_way();
		}

		show_pool() {
			const html = pool_html(this.board, this.asked().filters);
			this.body.find(".pool").removeClass("hidden").html(html);
		}

		// a click on a line of the pool asks for such leads
		narrow({ source, grade, age }) {
			return this.fields.set_values({ source, grade, age }).then(() => this.refresh());
		}

		widen() {
			return this.fields
				.set_values(Object.fromEntries(FILTERS.map((f) => [f, ""])))
				.then(() => this.refresh());
		}

		propose() {
			const { total, way, each } = this.fields.get_values(true) || {};
			const asked = this.asked();
			if (!asked.sales_group || !this.board.agents.length) return;
			const key = JSON.stringify([asked, total, way, each]);
			// a field tells a change twice, the second time half a second later: what was typed since then stands
			if (this.edited && key === this.last_proposed) return;
			this.proposed = this.last_proposed = key;
			return frappe
				.xcall(`${API}.propose`, { ...asked, total: total || 0, each: each || 0, way })
				.then((shares) => {
					if (key !== this.proposed) return;
					this.edited = false;
					this.fill(shares);
				});
		}

		fill(shares) {
			this.body
				.find(".agents input")
				.each((i, el) => $(el).val((!el.disabled && shares[el.dataset.agent]) || 0));
			this.sum();
		}

		quotas() {
			const found = {};
			this.body
				.find(".agents input")
				.each((i, el) => cint(el.value) > 0 && (found[el.dataset.agent] = cint(el.value)));
			return found;
		}

		sum() {
			const quotas = this.quotas();
			const n = Object.values(quotas).reduce((a, b) => a + b, 0);
			const short = n > this.board.size;
			const said = short
				? __("{0} requested, {1} in the pool: agents receive them in turn.", [n, this.board.size])
				: __("{0} leads to {1} agents", [n, Object.keys(quotas).length]);
			this.body.find(".sum").text(said).toggleClass("text-danger", short);
		}

		preview() {
			const quotas = this.quotas();
			if (!Object.keys(quotas).length)
				return frappe.show_alert({
					message: __("Enter how many leads each agent gets."),
					indicator: "orange",
				});
			const asked = { ...this.asked(), quotas: JSON.stringify(quotas) };
			return frappe.xcall(`${API}.preview`, asked).then((seen) => this.show_preview(asked, seen));
		}

		show_preview(asked, seen) {
			const key = frappe.utils.get_random(24); // sent twice, it hands out once
			const dialog = new frappe.ui.Dialog({
				title: __("Hand out {0} leads of {1}", [seen.given, dianjian.plain(asked.sales_group)]),
				fields: [{ fieldname: "seen", fieldtype: "HTML" }],
				primary_action_label: __("Hand Out"),
				primary_action: () => this.commit({ ...asked, request_key: key }, dialog),
			});
			dialog.fields_dict.seen.$wrapper.html(preview_html(seen));
			if (!seen.given) dialog.get_primary_btn().prop("disabled", true);
			dialog.show();
		}

		commit(args, dialog) {
			return frappe
				.call({
					method: "dianjian_app.resources.pool.allocation.hand_out",
					type: "POST",
					args: { ...args, method: this.fields.get_value("way") },
					freeze: true,
				})
				.then(({ message }) => {
					dialog.hide();
					const n = message.reduce((sum, a) => sum + a.lead_count, 0);
					frappe.show_alert({ message: __("Handed out: {0}", [n]), indicator: "green" });
					return this.refresh(true);
				});
		}
	}
})();
