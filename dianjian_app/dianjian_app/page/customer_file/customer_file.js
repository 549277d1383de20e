(() => {
	frappe.pages["customer-file"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Customer File"),
			single_column: true,
		});
		wrapper.customer_file = new CustomerFile(page);
	};
	frappe.pages["customer-file"].on_page_show = (wrapper) =>
		wrapper.customer_file && wrapper.customer_file.refresh();

	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const COLOUR = {
		Calls: "blue",
		Visits: "green",
		Deals: "green",
		Complaints: "red",
		Refusals: "red",
		Disputes: "orange",
		Invitations: "yellow",
		Reveals: "gray",
		Imports: "gray",
	};

	// One customer: who it is and what comes next, then everything that happened, newest first. The server decides what is in it.
	class CustomerFile {
		constructor(page) {
			this.page = page;
			this.chosen = null;
			this.body = $(
				`<div class="customer-file"><div class="ask"></div><div class="file"></div></div>`
			).appendTo(page.main);
			page.set_primary_action(__("Print"), () => window.print(), "printer");
			page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
			page.add_inner_button(
				__("Open Lead"),
				() => this.lead && frappe.set_route("Form", "Call Lead", this.lead)
			);
			this.body.on("click", "[data-kind]", (e) => this.choose(e.currentTarget.dataset.kind));
		}

		refresh() {
			this.lead = frappe.get_route()[1];
			this.page.clear_indicator();
			this.page.standard_actions.toggle(Boolean(this.lead));
			if (!this.lead) return this.ask();
			this.body.find(".ask").empty();
			return frappe
				.call({
					method: "dianjian_app.service.customer_file.customer_file",
					args: { lead: this.lead },
					type: "GET",
				})
				.then(
					({ message }) => message && this.show(message),
					() => this.body.find(".file").empty()
				);
		}

		ask() {
			this.body.find(".file").empty();
			this.page.set_title(__("Customer File"));
			this.page.inner_toolbar.toggle(false);
			const card = $(`<div class="frappe-card p-4"></div>`).appendTo(this.body.find(".ask").empty());
			const fields = [
				{
					fieldname: "lead",
					label: __("Whose file?"),
					fieldtype: "Link",
					options: "Call Lead",
					change: () => {
						const lead = form.get_value("lead");
						if (lead) frappe.set_route("customer-file", lead);
					},
				},
			];
			const form = new frappe.ui.FieldGroup({ parent: card, fields });
			form.make();
		}

		show(file) {
			const { head } = file;
			this.file = file;
			this.page.set_title(`${__("Customer File")} · ${head.customer_name}`);
			if (head.warnings.length) this.page.set_indicator(__("Do Not Call"), "red");
			this.page.inner_toolbar.toggle(head.may_open);
			this.body.find(".file").html(`${this.head(file)}<div class="kinds no-print"></div><ol class="line"></ol>
				<p class="text-muted small">${__("Only what you may open yourself is shown here.")}</p>`);
			this.choose(file.kinds.some(([key]) => key === this.chosen) ? this.chosen : "");
		}

		head({ head, printed_by, printed_at }) {
			const next = head.next
				? `<div class="next ${head.next.overdue ? "overdue" : ""}"><span>${__("Next Step")}</span><b>${text(head.next.step)}</b><span>${text(head.next.on)}${head.next.overdue ? ` · ${__("overdue")}` : ""}</span></div>`
				: head.may_open && !head.warnings.length
					? `<div class="next none"><span>${__("Next Step")}</span><b>${__("Nothing promised")}</b></div>`
					: "";
			const facts = head.facts
				.map(([label, value]) => `<dt>${text(label)}</dt><dd>${text(value)}</dd>`)
				.join("");
			const others = head.numbers.filter((mask) => mask !== head.phone_mask);
			return `<section class="frappe-card head">
				${head.warnings.map((w) => `<div class="warning">${text(w)}</div>`).join("")}${next}
				<h3>${text(head.customer_name)} <small>${[head.phone_mask, ...others].filter(Boolean).map(text).join(" · ")}</small></h3>
				<dl>${facts}</dl>
				<p class="print-only">${text(head.lead)} · ${__("Printed by {0} on {1}", [text(printed_by), text(printed_at)])}</p></section>`;
		}

		choose(kind) {
			this.chosen = kind;
			const { kinds, lines } = this.file;
			const tabs = [["", __("Everything"), lines.length], ...kinds];
			this.body
				.find(".kinds")
				.html(
					tabs
						.map(
							([key, label, n]) =>
								`<button class="btn btn-xs ${key === kind ? "btn-primary" : "btn-default"}" data-kind="${text(key)}">${text(label)} ${n}</button>`
						)
						.join("")
				);
			const shown = lines.filter((line) => !kind || line.kind === kind);
			this.body
				.find(".line")
				.html(
					shown.map((line) => this.line(line)).join("") ||
						`<li class="text-muted">${__("Nothing has happened yet.")}</li>`
				);
		}

		line(line) {
			const details = line.details
				.map(([label, value]) => `<div><span class="text-muted">${text(label)}</span> ${text(value)}</div>`)
				.join("");
			const route = frappe.utils.get_form_link(line.doctype, line.name);
			return `<li><time>${text(line.at_text)}</time><div><div class="title"><span class="indicator ${COLOUR[line.kind] || "blue"}"></span><b>${text(line.title)}</b>
				<span class="who">${text(line.who)}</span><a href="${route}">${text(line.name)}</a></div><div class="details">${details}</div></div></li>`;
		}
	}
})();
