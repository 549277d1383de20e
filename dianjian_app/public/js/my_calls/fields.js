// What is asked about one call.
import { text } from "./words";

export function form_fields(day, lead) {
	const or_none = (options) => [{ value: "", label: "" }, ...options];
	return [
		{ fieldname: "remarks", label: __("Remarks"), fieldtype: "Small Text" },
		{ fieldname: "said", label: __("What Was Said"), fieldtype: "Small Text" },
		{ fieldtype: "Column Break" },
		{
			fieldname: "product_need",
			label: __("Product Need"),
			fieldtype: "Select",
			options: or_none(day.products),
			default: lead.product_need,
		},
		{
			fieldname: "segment",
			label: __("Customer Segment"),
			fieldtype: "Select",
			options: or_none(day.segments),
			default: lead.segment,
		},
		{
			fieldname: "project_asked",
			label: __("Project Asked About"),
			fieldtype: "Data",
			default: lead.project_asked,
		},
		{ fieldtype: "Section Break" },
		{ fieldname: "next_step", label: __("Next Step"), fieldtype: "Data" },
		{ fieldtype: "Column Break" },
		{
			fieldname: "next_step_date",
			label: __("Next Step On"),
			fieldtype: "Date",
			description: __("Comes back in the agent's list on that day"),
		},
		{ fieldtype: "Section Break" },
		{ fieldname: "do_not_call", label: __("The customer refuses further calls"), fieldtype: "Check" },
	];
}

export function choices_html(name, options) {
	const buttons = options.map(([value, label, key]) => {
		const hint = String(key).length === 1 ? `<kbd>${text(key)}</kbd>` : "";
		return `<button class="btn btn-default btn-sm" data-value="${text(value)}">${text(label)}${hint}</button>`;
	});
	return `<div class="choices" data-name="${name}">${buttons.join("")}</div>`;
}
