const DOCTYPES = {
	punches: "Punch Record",
	applications: "Time Off Request",
	late_applications: "Time Off Request",
	appeals: "Day Result Appeal",
};

frappe.ui.form.on("Staff Day Result", {
	refresh(frm) {
		frm.disable_form();
		frm.set_intro();
		frm.set_intro(why(frm.doc), "blue");
		offer_appeal(frm);
	},
});

function offer_appeal(frm) {
	frappe.xcall("dianjian_app.attendance.appeals.appeals_of_result", { result: frm.docname }).then((said) => {
		if (said.open)
			frm.add_custom_button(__("Appeal"), () => frappe.set_route("Form", "Day Result Appeal", said.open));
		if (!said.may_appeal) return;
		frm.add_custom_button(__("Appeal"), () => frappe.new_doc("Day Result Appeal", { result: frm.docname }));
		frm.set_intro(
			__("You may appeal against this result until {0}.", [frappe.datetime.str_to_user(said.until)]),
			"orange"
		);
	});
}

function why(doc) {
	const made_from = JSON.parse(doc.evidence || "{}");
	const labels = {
		punches: __("Punches"),
		applications: __("Applications"),
		late_applications: __("Applications approved too late"),
		appeals: __("Excused by an Appeal"),
		doubts: __("Open Questions"),
	};
	const lines = Object.entries(labels)
		.filter(([key]) => made_from[key]?.length)
		.map(([key, label]) => `${label}: ${made_from[key].map((name) => link(key, name)).join(" ")}`);
	return lines.join("<br>") || __("No punch and no application.");
}

function link(key, name) {
	const of_working_time = key.endsWith("applications") && name.startsWith("WT-");
	const doctype = of_working_time ? "Working Time Request" : DOCTYPES[key] || "Punch Record";
	return `<a href="${frappe.utils.get_form_link(doctype, name)}">${frappe.utils.escape_html(name.slice(0, 20))}</a>`;
}
