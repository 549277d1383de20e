// The latest calls to the customer, by whomever.
import { add_panel } from "./panels";
import { cut_html, day_of, text } from "./words";

function history_html({ calls, total }) {
	const lines = calls.map((c) => {
		const what = c.connected ? [c.result, c.grade, c.product_need] : [c.result || __("Not Connected")];
		const next = c.next_step ? `→ ${c.next_step}` : "";
		return `<li>${day_of(c.date)} · ${text(c.agent_name)} · ${[...what, c.said, c.remarks, next].filter(Boolean).map(text).join(" · ")}</li>`;
	});
	return `<ul class="list-unstyled small">${lines.join("")}</ul>${cut_html(calls.length, total)}`;
}

add_panel({
	name: "history",
	title: () => __("Last calls"),
	order: 90,
	async show(element, call) {
		const history = await frappe.xcall("dianjian_app.calls.todays_list.calls_of", { lead: call.lead.name });
		if (call.is_shown() && history.calls.length) element.html(history_html(history));
	},
});
