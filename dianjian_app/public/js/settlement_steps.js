// Before a month is approved or published: what that brings, in figures, and what looks wrong (R31)
frappe.provide("dianjian");

const BRINGS = "dianjian_app.incentives.settlement.before_signing.what_it_brings";

// resolves once whoever looked goes on; never where they thought better of it
dianjian.confirm_settlement_step = (settlement, action) =>
	frappe.xcall(BRINGS, { settlement }).then(
		(brings) =>
			new Promise((resolve) => {
				const dialog = new frappe.ui.Dialog({
					title: __(action),
					fields: [{ fieldname: "what", fieldtype: "HTML" }],
					primary_action_label: __(action),
					primary_action() {
						dialog.hide();
						resolve();
					},
				});
				dialog.get_field("what").$wrapper.html(told(brings, action));
				dialog.show();
			})
	);

function told(brings, action) {
	const money = (amount) => format_currency(amount, "CNY");
	const figures = [
		[__("Staff"), brings.people],
		[__("Rewards"), money(brings.rewards)],
		[__("Deductions"), money(brings.deductions)],
		[__("Leave Days"), brings.leave_days],
		[__("Call Sheets"), brings.sheets],
		[__("Customers Connected"), brings.connected],
		...brings.proposals.map(([kind, number]) => [__("Proposed: {0}", [kind]), number]),
	];
	const text = (value) => frappe.utils.escape_html(String(value));
	const rows = figures.map(
		([label, value]) => `<tr><td>${text(label)}</td><td class="text-right">${value}</td></tr>`
	);
	const odd = brings.odd.map((line) => `<li>${text(line)}</li>`).join("");
	const after =
		action === "Publish"
			? __("The entries are posted and everybody gets their statement. Nothing changes any more afterwards.")
			: __("Approving tells nobody of a measure; a proposal is told once somebody has confirmed it.");
	return `${odd ? `<div class="alert alert-warning"><b>${__("This looks wrong:")}</b><ul class="mb-0">${odd}</ul></div>` : ""}
		<table class="table table-sm step-figures"><tbody>${rows.join("")}</tbody></table><p>${after}</p>`;
}
