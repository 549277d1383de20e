// What a customer wants, in one compact row: shown to whoever works with the customer, changed by who may write the lead.
frappe.provide("dianjian");

const NEEDS = [
	["budget_from", "budget_to", "area_from", "area_to", "rooms"],
	["payment", "purpose", "decision_makers", "contact_way"],
	["resistance", "resistance_reason", "lost_reason", "needs_note"],
];
const READ = "dianjian_app.resources.customer_needs.needs_of";
const WRITE = "dianjian_app.resources.customer_needs.note_needs";
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

const words_html = (words) =>
	words
		.map(
			([label, value]) =>
				`<span class="need mr-3"><span class="text-muted">${text(label)}</span> ${text(value)}</span>`
		)
		.join("");

// the row stands where it was put, even when another customer is in front by the time the answer comes
export function show(parent, lead) {
	const row = $(`<div class="needs mb-2"></div>`).appendTo(parent);
	frappe
		.xcall(READ, { lead })
		.then((found) => fill(row, lead, found))
		.catch(() => {}); // the server has said why
	return row;
}

function fill(row, lead, found) {
	const words = words_html(found.words) || `<span class="text-muted">${__("No needs noted yet")}</span>`;
	const button = found.may_edit
		? `<button class="btn btn-xs btn-default edit-needs">${__("Note Needs")}</button>`
		: "";
	row.html(`${words} ${button}`);
	row.find(".edit-needs").on("click", () => edit(row, lead, found));
}

function edit(row, lead, found) {
	frappe.model.with_doctype("Call Lead", () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Customer's Needs"),
			size: "large",
			fields: fields_of(found.values),
			primary_action_label: __("Save"),
			primary_action: () => {
				const given = dialog.get_values(true);
				const needs = Object.fromEntries(NEEDS.flat().map((field) => [field, given[field] || null]));
				dialog.disable_primary_action();
				frappe
					.xcall(WRITE, { lead, needs: JSON.stringify(needs) })
					.then((now) => {
						dialog.hide();
						fill(row, lead, now);
					})
					.catch(() => dialog.enable_primary_action()); // the server has said why; what was typed stays
			},
		});
		dialog.show();
	});
}

function fields_of(values) {
	return NEEDS.flatMap((column, at) => {
		const fields = column.map((fieldname) => {
			const { fieldtype, label, options, depends_on } = frappe.meta.get_docfield("Call Lead", fieldname);
			return {
				fieldname,
				fieldtype,
				label: __(label),
				options,
				depends_on,
				default: values[fieldname] || null,
			};
		});
		return at ? [{ fieldtype: "Column Break" }, ...fields] : fields;
	});
}

dianjian.customer_needs = { show, words_html };
