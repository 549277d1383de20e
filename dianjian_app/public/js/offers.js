// What holds today and may be told to a customer: beside the call, and on the visit of who receives them (R55).
frappe.provide("dianjian");

const OFFERS = "dianjian_app.service.offers.offers_to_tell";
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

const offer_html = (offer) => {
	const left = offer.days_left
		? __("until {0}", [text(frappe.datetime.str_to_user(offer.valid_until))])
		: __("today is the last day");
	return `<details class="offer" data-name="${text(offer.name)}" open><summary><b>${text(offer.title)}</b>
		<span class="indicator-pill ${offer.days_left > 2 ? "green" : "orange"}">${left}</span>
		<span class="text-muted small">${text([__(offer.kind), offer.product_type].filter(Boolean).join(" · "))}</span></summary>
		<div class="words" style="white-space: pre-line">${text(offer.script)}</div></details>`;
};

// gives how many were shown
export function show(parent, lead, is_shown = () => true) {
	return frappe.xcall(OFFERS, { lead }).then((offers) => {
		if (!is_shown()) return 0;
		parent.html(offers.map(offer_html).join(""));
		return offers.length;
	});
}

dianjian.offers = { show };
