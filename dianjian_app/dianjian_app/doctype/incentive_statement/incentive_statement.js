frappe.ui.form.on("Incentive Statement", {
	refresh(frm) {
		frm.disable_save();
		frm.toggle_display("agent_name", false);
		const mine = (frappe.boot.dianjian_staff || []).includes(frm.doc.agent);
		if (mine && !frm.doc.acknowledged_at) {
			frm
				.add_custom_button(__("I Have Received This"), () =>
					frappe
						.xcall("dianjian_app.incentives.settlement.incentive_statement_events.confirm_receipt", {
							statement: frm.docname,
						})
						.then(() => frm.reload_doc())
				)
				.addClass("btn-primary");
		}
		if (mine) {
			frm.add_custom_button(__("Something Is Missing"), () =>
				frappe.new_doc("Incentive Appeal", { kind: "Something Missing", month: frm.doc.month })
			);
			frm.add_custom_button(
				__("How to Appeal"),
				() => frappe.require("/assets/dianjian_app/js/guide.js", () => dianjian.show_guide("appeal")),
				__("Help")
			);
		}
		frappe
			.xcall("dianjian_app.incentives.settlement.incentive_statement_events.statement_lines", {
				statement: frm.docname,
			})
			.then((rows) => show_lines(frm, rows));
	},
});

function show_lines(frm, rows) {
	const text = (v) => frappe.utils.escape_html(v == null ? "" : String(v));
	const area = frm.get_field("lines_html").$wrapper;
	if (!rows.length)
		return area.html(`<p class="text-muted">${__("This month brought neither rewards nor penalties.")}</p>`);
	const lines = rows.map((r, i) => {
		const worth =
			r.outcome_type === "Money" ? format_currency(r.amount) : `${r.quantity} ${__(r.outcome_type)}`;
		const marks = [
			r.held ? `<span class="indicator-pill orange">${__("On Hold")}</span>` : "",
			r.corrects_period ? __("corrects {0}", [text(r.corrects_period)]) : "",
			r.reverses ? __("by appeal") : "",
		];
		return `<tr class="line" data-entry="${text(r.name)}" style="cursor:pointer"><td>${text(r.period)}</td><td>${text(r.title)}</td><td>${text(r.dimension)}</td>
			<td class="text-right ${r.amount < 0 ? "text-danger" : ""}">${worth}</td><td>${marks.filter(Boolean).join(" ")}</td><td><a style="text-decoration:underline">${__("Why")}</a></td></tr>
			<tr class="why hidden" data-of="${text(r.name)}"><td colspan="6"></td></tr>`;
	});
	const total = rows.filter((r) => !r.held).reduce((sum, r) => sum + r.amount, 0);
	area.html(`<table class="table table-sm"><tr><th>${__("Period")}</th><th>${__("Rule")}</th><th></th><th class="text-right">${__("Amount")}</th><th></th><th></th></tr>
		${lines.join("")}<tr><th colspan="3">${__("Payable, without what is on hold")}</th><th class="text-right">${format_currency(total)}</th><th colspan="2"></th></tr></table>`);
	area.find("tr.line").on("click", (e) => show_why(area, e.currentTarget.dataset.entry));
}

// first click: why, with the documents behind it; second click: the document
function show_why(area, entry) {
	const row = area.find(`tr.why[data-of="${entry}"]`).toggleClass("hidden");
	if (row.hasClass("told")) return;
	row.addClass("told");
	frappe
		.xcall("dianjian_app.incentives.discipline.appeals.appeals_of_entry", { entry })
		.then((said) => offer_appeal(row, entry, said));
	frappe.xcall("dianjian_app.incentives.entries.explanation.explain_entry", { entry }).then((why) => {
		const text = frappe.utils.escape_html;
		const links = why.evidence.map(
			(e) =>
				`<li><a class="link" style="text-decoration:underline" href="${frappe.utils.get_form_link(e.doctype, e.name)}">${__(e.doctype)} ${text(e.name)}</a> ${e.day ? frappe.datetime.str_to_user(e.day) : ""}</li>`
		);
		row
			.find("td")
			.prepend(
				`<p>${text(why.sentence)}</p><ul>${links.join("")}</ul><a href="${frappe.utils.get_form_link("Incentive Entry", entry)}">${__("Incentive Entry")} ${text(entry)}</a>`
			);
	});
}

// an appeal is filed from the line that it is about
function offer_appeal(row, entry, said) {
	if (!said.open && !said.may_appeal) {
		const over = said.until < dianjian.today();
		return (
			over &&
			row
				.find("td")
				.append(
					`<p class="text-muted small">${__("The time to appeal ended on {0}.", [frappe.datetime.str_to_user(said.until)])}</p>`
				)
		);
	}
	const label = said.open
		? __("Open Appeal")
		: __("Appeal until {0}", [frappe.datetime.str_to_user(said.until)]);
	$(`<button class="btn btn-xs btn-default appeal mt-2">${label}</button>`)
		.appendTo($("<div>").appendTo(row.find("td")))
		.on("click", () =>
			said.open
				? frappe.set_route("Form", "Incentive Appeal", said.open)
				: frappe.new_doc("Incentive Appeal", { kind: "An Entry", entry })
		);
}
