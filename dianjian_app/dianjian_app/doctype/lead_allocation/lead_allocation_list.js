frappe.listview_settings["Lead Allocation"] = {
	add_fields: ["action", "lead_count"],
	hide_name_column: true,
	get_indicator(doc) {
		const colour = { "Hand Out": "green", Return: "orange", Transfer: "blue" }[doc.action];
		return [__(doc.action), colour || "gray", `action,=,${doc.action}`];
	},
	onload(list) {
		if (this.may_hand_out()) {
			// not the primary action: the list takes that away where nobody makes a document by hand
			list.page.add_inner_button(__("Hand Out"), () => this.hand_out(() => list.refresh()));
		}
	},
	may_hand_out() {
		return ["Sales Group Leader", "Department Manager"].some((role) => frappe.user.has_role(role));
	},
	hand_out(done) {
		own_group().then((group) => new HandOut(group, done));
	},
};

function own_group() {
	return frappe.db
		.get_value("Sales Staff", { user: frappe.session.user, status: "Active" }, ["name", "sales_group"])
		.then(({ message }) => {
			if (!message || !message.name) return null;
			return frappe.db
				.get_list("Sales Group", { filters: { leader: message.name, disabled: 0 }, pluck: "name", limit: 1 })
				.then((led) => led[0] || message.sales_group);
		});
}

class HandOut {
	constructor(group, done) {
		this.done = done;
		this.agents = [];
		const again = () => this.ask();
		this.dialog = new frappe.ui.Dialog({
			title: __("Hand Out Resources"),
			size: "large",
			fields: [
				{
					fieldname: "sales_group",
					label: __("Sales Group"),
					fieldtype: "Link",
					options: "Sales Group",
					reqd: 1,
					default: group,
					get_query: () => ({ filters: { disabled: 0 } }),
					onchange: again,
				},
				{ fieldname: "date", label: __("Date"), fieldtype: "Date", reqd: 1, default: frappe.datetime.get_today(), onchange: again },
				{ fieldtype: "Column Break" },
				{ fieldname: "source", label: __("Source"), fieldtype: "Link", options: "Channel Source", onchange: again },
				{ fieldname: "batch", label: __("Lead Batch"), fieldtype: "Link", options: "Lead Batch", onchange: again },
				{ fieldtype: "Column Break" },
				{ fieldname: "grade", label: __("Grade"), fieldtype: "Data", description: __("Empty: every grade, new ones too"), onchange: again },
				{ fieldname: "pool", fieldtype: "HTML" },
				{ fieldtype: "Section Break" },
				{ fieldname: "agents", fieldtype: "HTML" },
				{ fieldtype: "Section Break" },
				{ fieldname: "each", label: __("Evenly: each agent gets"), fieldtype: "Int", onchange: () => this.evenly() },
			],
			primary_action_label: __("Hand Out"),
			primary_action: () => this.hand_out(),
		});
		this.dialog.show();
		// a default arrives late and without a change being told
		this.ask({ sales_group: group, date: frappe.datetime.get_today() });
	}

	ask(defaults = {}) {
		const typed = Object.entries(this.dialog.get_values(true) || {}).filter(([, value]) => value);
		const { sales_group, date, source, grade, batch } = { ...defaults, ...Object.fromEntries(typed) };
		if (!sales_group || !date) return;
		const key = JSON.stringify([sales_group, date, source, grade, batch]);
		if (key === this.key) return;
		this.key = key;
		const get = (method, args) =>
			frappe.call({ method: `dianjian_app.resources.allocation.${method}`, type: "GET", args }).then(({ message }) => message);
		get("pool_size", { sales_group, date, source, grade, batch }).then((size) => {
			this.size = size;
			this.dialog.fields_dict.pool.$wrapper.html(`<p>${__("In the pool: {0}", [`<b>${size}</b>`])}</p>`);
			this.add_up();
		});
		get("agents_today", { sales_group, date }).then((agents) => this.show_agents(agents));
	}

	show_agents(agents) {
		this.agents = agents;
		const text = frappe.utils.escape_html;
		const rows = agents.map(
			(a) => `<tr class="${a.presence ? "" : "text-muted"}">
				<td>${text(a.agent_name)}</td><td>${text(a.agent)}</td>
				<td>${a.presence ? (a.presence < 1 ? __("Half day") : __("Present")) : __("Absent")}</td>
				<td class="text-right">${a.held}</td>
				<td><input type="number" min="0" class="form-control input-xs" data-agent="${text(a.agent)}" ${a.presence ? "" : "disabled"}></td></tr>`
		);
		const wrapper = this.dialog.fields_dict.agents.$wrapper.html(
			agents.length
				? `<table class="table table-sm"><thead><tr><th>${__("Agent Name")}</th><th>${__("Employee Number")}</th><th>${__("Attendance")}</th>
					<th class="text-right">${__("Open Leads")}</th><th>${__("Gets")}</th></tr></thead><tbody>${rows.join("")}</tbody></table>
					<p class="total text-muted"></p>`
				: `<p class="text-muted">${__("This group has no telesales agent on that day.")}</p>`
		);
		wrapper.find("input").on("input", () => this.add_up());
		this.add_up();
	}

	evenly() {
		const each = cint(this.dialog.get_value("each"));
		this.dialog.$wrapper.find("input[data-agent]:enabled").val(each || "");
		this.even = true;
		this.add_up();
	}

	quotas() {
		const quotas = {};
		this.dialog.$wrapper.find("input[data-agent]:enabled").each((_i, input) => {
			if (cint(input.value) > 0) quotas[input.dataset.agent] = cint(input.value);
		});
		return quotas;
	}

	add_up() {
		const total = Object.values(this.quotas()).reduce((sum, n) => sum + n, 0);
		const short = this.size != null && total > this.size;
		this.dialog.$wrapper
			.find(".total")
			.text(short ? __("{0} asked for, {1} in the pool: agents are served in turn.", [total, this.size]) : __("{0} in all", [total]))
			.toggleClass("text-danger", short);
	}

	hand_out() {
		const quotas = this.quotas();
		if (!Object.keys(quotas).length) return frappe.msgprint(__("Say how many leads each agent gets."));
		const { sales_group, date, source, grade, batch } = this.dialog.get_values();
		const same = new Set(Object.values(quotas)).size === 1;
		frappe
			.call({
				method: "dianjian_app.resources.allocation.hand_out",
				type: "POST",
				args: { sales_group, date, source, grade, batch, quotas: JSON.stringify(quotas), method: this.even && same ? "Even" : "Quota" },
				freeze: true,
			})
			.then(({ message }) => {
				this.dialog.hide();
				const names = Object.fromEntries(this.agents.map((a) => [a.agent, a.agent_name]));
				frappe.show_alert({
					message: message.map((a) => `${frappe.utils.escape_html(names[a.agent] || a.agent)}: ${a.lead_count}`).join("<br>"),
					indicator: "green",
				});
				this.done && this.done();
			});
	}
}
