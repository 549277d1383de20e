// What is asked about one call, as it stands on the page.
import { shown_key } from "./keys";
import { text } from "./words";

const or_none = (options) => [{ value: "", label: "" }, ...options];

// fields above the next step, and those below it
export const first_fields = (day, lead, keys) => [
	{ name: "remarks", label: __("Remarks"), type: "textarea", key: keys.remarks },
	{
		name: "product_need",
		label: __("Product Need"),
		options: or_none(day.products),
		value: lead.product_need,
		key: keys.product,
	},
];

export const further_fields = (day, lead) => [
	{ name: "said", label: __("What Was Said"), type: "textarea" },
	{ name: "segment", label: __("Customer Segment"), options: or_none(day.segments), value: lead.segment },
	{ name: "project_asked", label: __("Project Asked About"), value: lead.project_asked },
];

export function field_html({ name, label, type, options, value, key }) {
	const id = `my-calls-${name}`;
	const option = (o) =>
		`<option value="${text(o.value)}" ${o.value === (value || "") ? "selected" : ""}>${text(o.label)}</option>`;
	const common = `id="${id}" data-name="${name}" class="form-control"`;
	const input = options
		? `<select ${common}>${options.map(option).join("")}</select>`
		: type === "textarea"
			? `<textarea ${common} rows="2"></textarea>`
			: `<input type="text" ${common} maxlength="140" value="${text(value)}">`;
	return `<div class="field" data-fieldname="${name}"><label for="${id}">${label}${shown_key(key)}</label>${input}</div>`;
}

// options: [value, label, key]
export function choices_html(name, options) {
	const buttons = options.map(
		([value, label, key]) =>
			`<button type="button" class="btn btn-default btn-sm" data-value="${text(value)}">${text(label)}${shown_key(key)}</button>`
	);
	return `<div class="choices" data-name="${name}">${buttons.join("")}</div>`;
}
