frappe.ui.form.on("Follow-up Message Template", {
	refresh: show_preview,
	text: show_preview,
});

function show_preview(frm) {
	const sample = {
		customer_name: __("Mr. Wang"),
		agent_name: __("Zhang Min"),
		centre: __("Sales Centre"),
		project: __("Project"),
		company: __("Company"),
		next_step: __("Site visit"),
		next_step_date: frappe.datetime.str_to_user(dianjian.today()),
	};
	const text = (frm.doc.text || "").replace(/{(\w+)}/g, (whole, name) => sample[name] || whole);
	const parts = Math.ceil(text.length / 67) || 0;
	frm
		.get_field("preview")
		.$wrapper.html(
			text
				? `<blockquote class="blockquote">${frappe.utils.escape_html(text)}</blockquote><p class="text-muted">${__("{0} characters, {1} messages", [text.length, text.length <= 70 ? 1 : parts])}</p>`
				: ""
		);
}
