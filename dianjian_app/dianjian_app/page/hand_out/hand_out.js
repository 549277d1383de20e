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
	const UNGRADED = "-";
	const FILTERS = ["source", "grade", "age", "batch"];
	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const ages = () => ({ week: __("This week"), month: __("This month"), older: __("Older") });
	const grade_name = (grade) => (grade === UNGRADED ? __("Never graded") : grade);
	const choices = (pairs) => pairs.map(([value, label]) => ({ value, label }));

	// Who is there and has what, what the pool holds; a proposal that can be changed, a preview, then one commit.
	class HandOutPage {
		constructor(page) {
			this.page = page;
			this.board = { agents: [], pool: [], size: 0, grades: [] };
			this.fields = new frappe.ui.FieldGroup({
				parent: $("<div class='frappe-card p-3 mb-3 asked'>").appendTo(page.main),
				fields: this.form_fields(),
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

		form_fields() {
			const again = () => this.refresh();
			const share = () => this.propose();
			return [
				{
					fieldname: "sales_group",
					label: __("Sales Group"),
					fieldtype: "Link",
					options: "Sales Group",
					reqd: 1,
					change: again,
					get_query: () => ({ filters: { disabled: 0 } }),
				},
				{
					fieldname: "date",
					label: __("Date"),
					fieldtype: "Date",
					default: dianjian.today(),
					change: again,
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "source",
					label: __("Source"),
					fieldtype: "Link",
					options: "Channel Source",
					description: __("This source and all below it"),
					change: again,
				},
				{
					fieldname: "batch",
					label: __("Lead Batch"),
					fieldtype: "Link",
					options: "Lead Batch",
					change: again,
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "grade",
					label: __("Grade"),
					fieldtype: "Select",
					options: this.grades([]),
					change: again,
				},
				{
					fieldname: "age",
					label: __("Age"),
					fieldtype: "Select",
					options: choices([["", __("Any age")], ...Object.entries(ages())]),
					change: again,
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "way",
					label: __("Shared"),
					fieldtype: "Select",
					default: "Even",
					options: choices([
						["Even", __("Evenly")],
						["Quota", __("By presence")],
						["Performance", __("By performance")],
					]),
					change: () => {
						this.show_way();
						this.propose();
					},
				},
				{ fieldname: "total", label: __("How Many Leads"), fieldtype: "Int", default: 100, change: share },
				{
					fieldname: "each",
					label: __("Each Agent a Day"),
					fieldtype: "Int",
					default: 30,
					hidden: 1,
					description: __("Half a day counts half; leads received that day are included"),
					change: share,
				},
			];
		}

		grades(found) {
			return choices([
				["", __("Every grade")],
				[UNGRADED, __("Never graded")],
				...found.map((g) => [g.value, g.label]),
			]);
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
					grade.df.options = this.grades(board.grades);
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
			const heads = [
				__("Agent Name"),
				__("Attendance"),
				__("Open Leads"),
				__("Due"),
				__("Calls Made"),
				__("Got"),
				__("Points a Day"),
				__("Gets"),
			];
			const rows = this.board.agents.map((a) => {
				const points = `<span title="${text(this.made(a))}">${a.points}${a.is_new ? " *" : ""}</span>`;
				const there = a.presence
					? a.presence < 1
						? __("Half day")
						: __("Present")
					: __("Absent", null, "Attendance");
				const held = `<a href="#" class="held" data-agent="${text(a.agent)}">${a.held}</a>`;
				const figures = [there, held, a.due, a.called, a.got].map((v) => `<td class="text-right">${v}</td>`);
				return `<tr class="${a.presence ? "" : "text-muted"}"><td>${text(a.agent_name)}</td>${figures.join("")}<td class="text-right">${points}</td>
					<td style="width:90px"><input type="number" min="0" class="form-control input-sm text-right" data-agent="${text(a.agent)}" value="0" ${a.presence ? "" : "disabled"}></td></tr>`;
			});
			let nobody = "";
			if (!this.board.agents.length) nobody = __("This group has no telesales agent on that day.");
			else if (!this.board.agents.some((a) => a.presence))
				nobody = __("Nobody in this group works on that day. Choose another day.");
			if (nobody) nobody = `<p class="text-danger">${nobody}</p>`;
			this.body
				.find(".agents")
				.html(`<table class="table table-sm"><thead><tr>${heads.map((h, i) => `<th class="${i ? "text-right" : ""}">${h}</th>`).join("")}</tr></thead>
				<tbody>${rows.join("")}</tbody></table>${nobody}<p class="sum"></p>${this.why_html()}${this.automatic_html()}`);
			this.show_pool();
			this.show_way();
		}

		made(a) {
			if (a.is_new) return __("New: the others' average is used");
			return __("{0} days, {1} connected, {2} intention customers, {3} visits", [
				a.days,
				a.connected,
				a.intention,
				a.visits,
			]);
		}

		why_html() {
			const rows = this.board.agents.map(
				(
					a
				) => `<tr><td>${text(a.agent_name)}</td>${(a.is_new ? ["", "", "", ""] : [a.days, a.intention, a.visits, a.connected]).map((v) => `<td class="text-right">${text(v)}</td>`).join("")}
					<td class="text-right">${a.points}${a.is_new ? " *" : ""}</td></tr>`
			);
			const heads = [
				__("Agent Name"),
				__("Days Worked"),
				__("Intention Customers"),
				__("Counted Visits"),
				__("Customers Connected"),
				__("Points a Day"),
			];
			return `<div class="why hidden small"><p>${__("Points of the last four weeks: each intention customer 1, each counted visit 5, each connected call 0.01, divided by the days worked. Leads go by points, times today's presence.")}
				${__("* did not work in these weeks; the others' average is used.")}</p>
				<table class="table table-sm"><thead><tr>${heads.map((h, i) => `<th class="${i ? "text-right" : ""}">${h}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
		}

		automatic_html() {
			const { auto_allocation, auto_per_agent, auto_way } = this.board.automatic || {};
			if (!auto_allocation || !auto_per_agent) return "";
			const way = { Even: __("Evenly"), Quota: __("By presence"), Performance: __("By performance") }[
				auto_way || "Even"
			];
			return `<p class="text-muted small automatic">${__("Each morning at 6:30, {0} leads per agent are handed out automatically: {1}.", [auto_per_agent, way])}</p>`;
		}

		show_pool() {
			const { source, grade, age } = this.asked().filters;
			const rows = this.board.pool.map((r, at) => {
				const chosen = r.source === source && r.grade === grade && r.age === age;
				return `<tr data-at="${at}" style="cursor:pointer" class="${chosen ? "table-active" : ""}" title="${__("Only these")}">
					<td>${text(r.source)}</td><td>${text(grade_name(r.grade))}</td><td>${text(ages()[r.age])}</td><td class="text-right">${r.leads}</td></tr>`;
			});
			const heads = `<thead><tr><th>${__("Source")}</th><th>${__("Grade")}</th><th>${__("Age")}</th><th class="text-right">${__("Leads")}</th></tr></thead>`;
			const narrow = Object.keys(this.asked().filters).length > 0;
			const whole = narrow
				? `<button class="btn btn-xs btn-default whole-pool">${__("Whole Pool")}</button>`
				: "";
			const without = this.board.unproven
				? `<p class="text-danger">${__("{0} leads are waiting for evidence of their source.", [this.board.unproven])}</p>`
				: "";
			const table = rows.length
				? `<table class="table table-sm table-hover">${heads}<tbody>${rows.join("")}</tbody></table>`
				: `<p class="text-muted">${__("The pool is empty. Import a batch, or take leads back.")}</p>`;
			this.body
				.find(".pool")
				.removeClass("hidden")
				.html(
					`<div class="d-flex justify-content-between mb-2"><b>${__("In the pool: {0}", [this.board.size])}</b>${whole}</div>${without}${table}`
				);
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
			const part = (p) =>
				dianjian.told(
					`${text(p.source || __("No source"))} · ${text(grade_name(p.grade))} · ${text(ages()[p.age])}`,
					p.leads
				);
			const rows = seen.agents.map(
				(a) =>
					`<tr><td>${text(a.agent_name)}</td><td class="text-right">${a.leads}${a.leads < a.asked ? ` / ${a.asked}` : ""}</td><td class="small text-muted">${a.parts.map(part).join("<br>")}</td></tr>`
			);
			const short =
				seen.given < seen.asked
					? `<p class="text-danger">${__("{0} requested, {1} in the pool: agents receive them in turn.", [seen.asked, seen.given])}</p>`
					: "";
			const key = frappe.utils.get_random(24); // sent twice, it hands out once
			const dialog = new frappe.ui.Dialog({
				title: __("Hand out {0} leads of {1}", [seen.given, dianjian.plain(asked.sales_group)]),
				fields: [{ fieldname: "seen", fieldtype: "HTML" }],
				primary_action_label: __("Hand Out"),
				primary_action: () => this.commit({ ...asked, request_key: key }, dialog),
			});
			dialog.fields_dict.seen.$wrapper.html(`${short}<table class="table table-sm preview"><thead><tr><th>${__("Agent Name")}</th><th class="text-right">${__("Gets")}</th><th>${__("Of These")}</th></tr></thead>
				<tbody>${rows.join("")}</tbody></table><p class="text-muted small">${__("Nothing has been handed out yet. Either all leads are handed out or none.")}</p>`);
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
