// the link by which a person sets the password: shown once, and kept nowhere (people/logins.py)
frappe.provide("dianjian");

dianjian.show_one_time_link = (done) => {
	if (done.made === false)
		return frappe.show_alert({ message: __("{0} is the login already.", [dianjian.plain(done.user)]) });
	if (!done.link) return frappe.show_alert({ message: __("The link was sent."), indicator: "green" });
	const dialog = new frappe.ui.Dialog({
		title: __("One-Time Link"),
		fields: [
			{
				fieldname: "link",
				fieldtype: "Small Text",
				label: done.user,
				default: done.link,
				read_only: 1,
				description: __("Give it to the person now. It works once and is not shown again."),
			},
		],
		primary_action_label: __("Copy the Link"),
		primary_action: () => frappe.utils.copy_to_clipboard(done.link),
	});
	return dialog.show();
};
