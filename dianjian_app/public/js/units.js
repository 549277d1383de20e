// Units (房源) that fit a customer, beside the call and on the visit; and what was shown on a tour (R55).
frappe.provide("dianjian");

const FIT = "dianjian_app.service.units_that_fit.units_that_fit";
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

const unit_html = (unit) => {
	const facts = [
		unit.layout || (unit.rooms && __("{0} bedrooms", [unit.rooms])),
		unit.area && __("{0} m²", [unit.area]),
		unit.price && format_currency(unit.price, frappe.boot.sysdefaults.currency, 0),
		unit.orientation,
	].filter(Boolean);
	const misses = unit.fits
		? ""
		: `<span class="text-muted small">${text(dianjian.listed(unit.misses))}</span>`;
	return `<li class="unit" data-name="${text(unit.name)}"><span class="indicator ${unit.fits ? "green" : "orange"}"></span>
		<b>${text(unit.title)}</b> ${text(facts.join(" · "))} ${misses}</li>`;
};

// gives how many were found
export function show(parent, lead, is_shown = () => true) {
	return frappe.xcall(FIT, { lead }).then((found) => {
		if (!is_shown() || !found.asked) return 0;
		const rows = found.units.map(unit_html).join("");
		const more =
			found.total > found.units.length
				? `<div class="text-muted small">${__("The first {0} of {1} are shown.", [found.units.length, found.total])}</div>`
				: "";
		parent.html(
			rows
				? `<ul class="units list-unstyled">${rows}</ul>${more}`
				: `<p class="text-muted">${__("No unit for sale fits what is noted.")}</p>`
		);
		return found.total;
	});
}

// who received the customer notes what was shown
export function note_unit(frm) {
	frappe.prompt(
		[
			{
				fieldname: "unit",
				fieldtype: "Link",
				options: "Property Unit",
				label: __("Property Unit"),
				reqd: 1,
				get_query: () => ({ filters: { centre: frm.doc.centre } }),
			},
			{
				fieldname: "choice",
				fieldtype: "Select",
				label: __("Choice"),
				options: ["Shown", "Considered", "First Choice", "Given Up"],
				default: "Shown",
				reqd: 1,
			},
			{ fieldname: "remarks", fieldtype: "Small Text", label: __("Remarks") },
		],
		(given) =>
			frappe
				.xcall("dianjian_app.visits.tours.note_unit", { visit: frm.docname, ...given })
				.then(() => frm.reload_doc()),
		__("Unit Shown"),
		__("Note")
	);
}

dianjian.units = { show, note_unit };
