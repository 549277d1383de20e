// Before a version is approved that begins in a published month: what it would change there, seen and confirmed (R31)
frappe.provide("dianjian");

const CORRECTIONS = "dianjian_app.incentives.settlement.rule_corrections";

// resolves once the rule may be approved; never where whoever looked thought better of it
dianjian.confirm_corrections = (rule) =>
	frappe
		.call({ method: `${CORRECTIONS}.show_corrections`, type: "POST", args: { rule }, freeze: true })
		.then(({ message: found }) => found.total && ask(rule, found));

function ask(rule, found) {
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Published Months Would Change"),
			size: "large",
			fields: [{ fieldname: "what", fieldtype: "HTML" }],
			primary_action_label: __("I Have Seen This"),
			primary_action() {
				dialog.hide();
				frappe
					.call({
						method: `${CORRECTIONS}.confirm_corrections`,
						type: "POST",
						args: { rule, seen: found.seen },
						freeze: true,
					})
					.then(resolve);
			},
		});
		dialog.get_field("what").$wrapper.html(told(found));
		dialog.show();
	});
}

function told(found) {
	const money = (amount) => format_currency(amount, "CNY");
	const cell = (text, looks = "") => `<td class="${looks}">${frappe.utils.escape_html(String(text))}</td>`;
	const rows = found.lines.map(
		(l) =>
			`<tr>${cell(l.month)}${cell(l.centre)}${cell(l.who)}${cell(l.period)}${cell(l.outcome)}${cell(
				l.amount ? money(l.amount) : l.quantity,
				"text-right"
			)}</tr>`
	);
	const head = [__("Month"), __("Sales Centre"), __("Staff"), __("Period"), __("Outcome"), __("Amount")];
	const figures = __("{0}: {1} lines for {2} people, {3} in all", [
		dianjian.plain(dianjian.listed(found.months)),
		found.total,
		found.people,
		money(found.amount),
	]);
	const cut =
		found.total > found.lines.length
			? `<p class="text-muted">${__("The first {0} of {1}.", [found.lines.length, found.total])}</p>`
			: "";
	return `<p class="corrections-figures">${figures}</p>
		<p>${__("The next settlement posts these differences. What is published stays as it is.")}</p>
		<div style="max-height: 40vh; overflow: auto"><table class="table table-bordered small">
			<thead><tr>${head.map((h) => `<th>${h}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody>
		</table></div>${cut}`;
}
