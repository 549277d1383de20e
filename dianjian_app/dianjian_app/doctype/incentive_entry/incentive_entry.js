frappe.ui.form.on("Incentive Entry", {
	refresh(frm) {
		frm.disable_save();
		frm.set_intro(__("A posted entry; nobody changes it. A correction is an entry of its own."), "blue");
		const area = frm.fields_dict.why_html.$wrapper;
		area.empty();
		frappe
			.call({
				method: "dianjian_app.incentives.entries.explanation.explain_entry",
				args: { entry: frm.docname },
				silent: true,
			})
			.then(({ message }) => {
				if (!message || !message.sentence) return;
				const links = message.evidence.map((e) => {
					const day = e.day ? ` (${frappe.datetime.str_to_user(e.day)})` : "";
					return `<li><a href="${frappe.utils.get_form_link(e.doctype, e.name)}">${__(e.doctype)} ${frappe.utils.escape_html(e.name)}</a>${day}</li>`;
				});
				area.html(
					`<div class="frappe-card p-3"><h6>${__("Why")}</h6><p>${frappe.utils.escape_html(message.sentence)}</p>` +
						(links.length ? `<h6>${__("Documents behind it")}</h6><ul>${links.join("")}</ul>` : "") +
						"</div>"
				);
			})
			.catch(() =>
				area.html(
					`<p class="text-muted">${__("Only the person, their leader, the manager and HR can see the facts behind an entry.")}</p>`
				)
			);
		frappe
			.xcall("dianjian_app.incentives.discipline.appeals.appeals_of_entry", { entry: frm.docname })
			.then((said) => {
				if (said.held) frm.set_intro(__("On hold: an appeal against this entry is open."), "orange");
				if (said.open)
					frm.add_custom_button(__("Appeal"), () => frappe.set_route("Form", "Incentive Appeal", said.open));
				if (said.may_appeal) {
					frm.add_custom_button(__("Appeal"), () =>
						frappe.new_doc("Incentive Appeal", { kind: "An Entry", entry: frm.docname })
					);
					frm.set_intro(
						__("You may appeal against this entry until {0}.", [frappe.datetime.str_to_user(said.until)]),
						"blue"
					);
				}
			});
		if (frm.doc.settlement && frappe.model.can_read("Incentive Settlement")) {
			frm.add_custom_button(__("Settlement"), () =>
				frappe.set_route("Form", "Incentive Settlement", frm.doc.settlement)
			);
		}
	},
});
