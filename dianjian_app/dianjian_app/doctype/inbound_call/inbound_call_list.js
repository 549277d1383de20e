frappe.listview_settings["Inbound Call"] = {
	add_fields: ["is_new_lead"],
	hide_name_column: true,
	get_indicator(doc) {
		return doc.is_new_lead
			? [__("New Lead"), "green", "is_new_lead,=,1"]
			: [__("Known Customer"), "blue", "is_new_lead,=,0"];
	},
	onload(list) {
		list.page.add_inner_button(__("Find by Number"), dianjian.find_by_number);
	},
};

// Few fields for who has the caller on the line: the number says at once whether the customer is known.
frappe.provide("frappe.ui.form");
frappe.ui.form.InboundCallQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	constructor(...given) {
		super(...given);
		this.skip_redirect_on_error = true; // what was typed stays, the server has said what is wrong
	}

	render_dialog() {
		super.render_dialog();
		const { source, answered_by, product_need, phone_input } = this.dialog.fields_dict;
		if (source) source.get_query = () => ({ filters: { disabled: 0, is_inbound: 1 } });
		if (answered_by) answered_by.get_query = () => ({ filters: { status: "Active" } });
		if (product_need) product_need.get_query = () => ({ filters: { disabled: 0 } });
		this.dialog.set_title(__("Register an Incoming Call"));
		dianjian.inbound.defaults(
			(fieldname, value) => this.dialog.fields_dict[fieldname] && this.dialog.set_value(fieldname, value)
		);
		phone_input.$input.on("change", () =>
			dianjian.inbound.recognise(
				this.dialog.get_value("phone_input"),
				this.dialog.get_value("answered_by"),
				phone_input
			)
		);
		setTimeout(() => phone_input.$input.focus(), 300);
	}

	open_form_if_not_list() {
		const { agent_name, is_new_lead, phone_mask } = this.dialog.doc;
		frappe.show_alert({
			message: [
				phone_mask,
				is_new_lead ? __("New Lead") : __("Known Customer"),
				agent_name || __("In the pool"),
			]
				.map(frappe.utils.escape_html)
				.join(" · "),
			indicator: "green",
		});
		if (cur_list && cur_list.doctype === "Inbound Call") dianjian.list_again(cur_list);
	}
};
