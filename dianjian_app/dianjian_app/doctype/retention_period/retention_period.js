frappe.ui.form.on("Retention Period", {
	refresh(frm) {
		if (frm.is_new()) return;
		const { meaning } = frm.doc.__onload || {};
		if (meaning)
			frm
				.get_field("meaning_html")
				.$wrapper.html(
					`<label class="control-label">${__("What Goes")}</label><p>${frappe.utils.escape_html(meaning)}</p>`
				);
		const may = frappe.user.has_role("Telesales Administrator");
		frm.set_intro();
		frm.set_intro(
			frm.doc.enabled
				? __("On: older data is deleted for good every night.")
				: __("Off: nothing is removed. Press What Would Go, look at the count, then turn it on."),
			frm.doc.enabled ? "green" : "blue"
		);
		if (may)
			frm
				.add_custom_button(__("What Would Go"), () => what_would_go(frm))
				.addClass(frm.doc.enabled ? "" : "btn-primary");
		frm.add_custom_button(__("What Went"), () =>
			frappe.set_route("List", "Retention Run", { kind: frm.docname })
		);
	},

	enabled(frm) {
		if (!frm.doc.enabled) return;
		frappe.confirm(
			__("From tonight on, {0} older than {1} days are deleted for good: {2} now. Turn it on?", [
				__(frm.doc.kind),
				frm.doc.keep_days,
				frm.doc.would_go,
			]),
			() => {},
			() => frm.set_value("enabled", 0)
		);
	},
});

function what_would_go(frm) {
	const ask = () =>
		frappe
			.call({
				method: "dianjian_app.privacy.retention.what_would_go",
				type: "POST",
				args: { period: frm.docname },
				freeze: true,
			})
			.then(({ message }) => {
				const oldest = message.oldest
					? ` ${__("The oldest is from {0}.", [frappe.datetime.str_to_user(message.oldest)])}`
					: "";
				const links = dianjian.listed(
					message.names.map(
						(name) =>
							`<a href="${frappe.utils.get_form_link(message.doctype, name)}">${frappe.utils.escape_html(name)}</a>`
					)
				);
				const list = links
					? `<p class="small mt-3">${message.names.length < message.count ? __("The first {0}:", [message.names.length]) : ""} ${links}</p>`
					: "";
				frm.reload_doc().then(() =>
					frappe.msgprint({
						title: __("What Would Go"),
						message: `${__("{0} would be deleted: everything before {1}.", [message.count, frappe.datetime.str_to_user(message.before)])}${oldest} ${__("Nothing was removed.")}${list}`,
					})
				);
			});
	return frm.is_dirty() ? frm.save().then(ask) : ask();
}
