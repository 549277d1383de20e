const DOCTYPES = {
	punches: "Punch Record",
	applications: "Time Off Request",
	late_applications: "Time Off Request",
};

frappe.ui.form.on("Staff Day Result", {
	refresh(frm) {
		frm.disable_form();
		frm.set_intro();
		frm.set_intro(why(frm.doc), "blue");
	},
});

function why(doc) {
	const made_from = JSON.parse(doc.evidence || "{}");
	const labels = {
		punches: __("Punches"),
		applications: __("Applications"),
		late_applications: __("Applications approved too late"),
		doubts: __("Open Questions"),
	};
	const lines = Object.entries(labels)
		.filter(([key]) => made_from[key]?.length)
		.map(([key, label]) => `${label}: ${made_from[key].map((name) => link(key, name)).join(" ")}`);
	return lines.join("<br>") || __("No punch and no application.");
}

function link(key, name) {
	const doctype = DOCTYPES[key] || "Punch Record";
	return `<a href="${frappe.utils.get_form_link(doctype, name)}">${frappe.utils.escape_html(name.slice(0, 20))}</a>`;
}
