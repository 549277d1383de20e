(() => {
	frappe.pages["rule-simulation"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Rule Simulation"),
			single_column: true,
		});
		wrapper.simulation = new RuleSimulation(page);
	};
	frappe.pages["rule-simulation"].on_page_show = (wrapper) =>
		wrapper.simulation && wrapper.simulation.take_route();

	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const yuan = (value) => format_number(value, null, 2);

	// Drafts and policies tried on months that are over; the server writes nothing.
	class RuleSimulation {
		constructor(page) {
			this.page = page;
			this.offered = [];
			this.packs = [];
			const months = [...Array(24).keys()].map((back) =>
				frappe.datetime.add_months(dianjian.today(), -1 - back).slice(0, 7)
			);
			this.fields = new frappe.ui.FieldGroup({
				parent: $("<div class='frappe-card p-3 mb-3'>").appendTo(page.main),
				fields: [
					{
						fieldname: "centre",
						label: __("Sales Centre"),
						fieldtype: "Link",
						options: "Sales Centre",
						reqd: 1,
						change: () => this.offer(),
					},
					{
						fieldname: "rules",
						label: __("Rules to Try"),
						fieldtype: "MultiSelectPills",
						get_data: (txt) => this.rules_like(txt),
						description: __("Drafts can be tried, too. Each replaces all versions with the same rule code"),
					},
					{
						fieldname: "packs",
						label: __("Policy Packs to Try"),
						fieldtype: "MultiSelectPills",
						get_data: (txt) => this.packs_like(txt),
						description: __("Tries their rules without loading them"),
					},
					{ fieldtype: "Column Break" },
					{
						fieldname: "from_month",
						label: __("From Month"),
						fieldtype: "Select",
						options: months,
						default: months[0],
						reqd: 1,
					},
					{
						fieldname: "to_month",
						label: __("To Month"),
						fieldtype: "Select",
						options: months,
						default: months[0],
						reqd: 1,
						description: __("Twelve months at most"),
					},
					{ fieldtype: "Column Break" },
					{
						fieldname: "policy",
						label: __("Deduction Policy"),
						fieldtype: "Link",
						options: "Deduction Policy",
						description: __("Empty: the centre's own"),
					},
				],
			});
			this.fields.make();
			this.result = $("<div class='simulation'>").appendTo(page.main);
			page.set_primary_action(__("Try"), () => this.run());
		}

		take_route() {
			const wanted = frappe.route_options;
			frappe.route_options = null;
			if (!wanted) return;
			this.fields.set_values(wanted).then(() => this.offer());
		}

		offer() {
			const centre = this.fields.get_value("centre");
			if (!centre) return;
			frappe
				.xcall("dianjian_app.incentives.rules.simulation.simulation_choices", { centre })
				.then((found) => Object.assign(this, { offered: found.rules, packs: found.packs }));
		}

		rules_like(txt) {
			const wanted = (txt || "").toLowerCase();
			return this.offered
				.filter((r) => r.label.toLowerCase().includes(wanted))
				.map((r) => ({ value: r.value, label: r.label, description: "" }));
		}

		packs_like(txt) {
			return this.packs
				.filter((p) => p.toLowerCase().includes((txt || "").toLowerCase()))
				.map((p) => ({ value: p, label: p, description: "" }));
		}

		run() {
			const values = this.fields.get_values();
			if (!values) return;
			const args = {
				...values,
				rules: JSON.stringify(values.rules || []),
				packs: JSON.stringify(values.packs || []),
			};
			this.asked = args;
			frappe
				.call({
					method: "dianjian_app.incentives.rules.simulation.run_simulation",
					type: "POST",
					args,
					freeze: true,
					freeze_message: __("Trying the rules on past months …"),
				})
				.then(({ message }) => message && this.show(message));
		}

		show(report) {
			this.report = report;
			const change = report.difference;
			const cards = [
				[__("Cost Before"), yuan(report.cost_before), ""],
				[__("Cost After"), yuan(report.cost_after), ""],
				[
					__("Difference"),
					(change > 0 ? "+" : "") + yuan(change),
					change > 0 ? "text-danger" : "text-success",
				],
				[__("Gain"), report.winners, ""],
				[__("Lose"), report.losers, ""],
			].map(
				([label, value, colour]) =>
					`<div class="col"><div class="text-muted">${label}</div><h3 class="${colour}">${text(value)}</h3></div>`
			);
			const hint = __(
				"Before: what was posted. After: computed from the documents as they are today, including what was cancelled since."
			);
			this.result.html(`<div class="frappe-card p-3 mb-3"><div class="row">${cards.join("")}</div><div class="text-muted small">${hint}</div></div>
				<div class="frappe-card p-3 mb-3 chart"></div><div class="frappe-card p-3 table-of-agents"></div>`);
			if (report.agents.length) {
				new frappe.Chart(this.result.find(".chart")[0], {
					type: "bar",
					height: 240,
					colors: ["green", "red"],
					barOptions: { stacked: 1 },
					data: {
						labels: report.agents.map((a) => a.name),
						datasets: [
							{ name: __("Gain"), values: report.agents.map((a) => Math.max(a.difference, 0)) },
							{ name: __("Lose"), values: report.agents.map((a) => Math.min(a.difference, 0)) },
						],
					},
				});
			}
			this.sort("difference");
			this.page.clear_inner_toolbar();
			this.page.add_inner_button(__("Excel"), () => {
				open_url_post("/api/method/dianjian_app.workbooks.simulation_workbook.download", {
					policy: "",
					...this.asked,
				});
			});
		}

		sort(field) {
			const rows = [...this.report.agents].sort((a, b) =>
				typeof a[field] === "string" ? a[field].localeCompare(b[field]) : b[field] - a[field]
			);
			const heads = [
				["name", __("Staff Name")],
				["before", __("Before")],
				["after", __("After")],
				["difference", __("Difference")],
				["leave_before", __("Leave Before")],
				["leave_after", __("Leave After")],
			];
			const lines = rows.map((a) => {
				const rules = Object.entries(a.by_rule).map(
					([family, [b, n]]) => `<li>${dianjian.told(text(family), `${yuan(b)} → ${yuan(n)}`)}</li>`
				);
				const [was, now] = a.proposals.map((p) => dianjian.listed(p.map((x) => __(x))));
				const proposals = was === now ? was : `${was || __("None")} → ${now || __("None")}`;
				return `<tr class="agent" style="cursor:pointer"><td>${text(a.name)}</td>${heads
					.slice(1)
					.map(
						([f]) =>
							`<td class="text-right ${f === "difference" && a[f] < 0 ? "text-danger" : ""}">${yuan(a[f])}</td>`
					)
					.join("")}<td>${text(proposals)}</td></tr>
					<tr class="detail hidden"><td colspan="8"><ul>${rules.join("") || `<li>${__("None")}</li>`}</ul></td></tr>`;
			});
			const area = this.result.find(".table-of-agents");
			area.html(
				`<table class="table table-sm"><tr>${heads.map(([f, label]) => `<th class="${f === "name" ? "" : "text-right"}"><a data-sort="${f}">${label}</a></th>`).join("")}<th>${__("Proposals")}</th></tr>${lines.join("")}</table>`
			);
			area.find("a[data-sort]").on("click", (e) => this.sort(e.currentTarget.dataset.sort));
			area.find("tr.agent").on("click", (e) => $(e.currentTarget).next().toggleClass("hidden"));
		}
	}
})();
