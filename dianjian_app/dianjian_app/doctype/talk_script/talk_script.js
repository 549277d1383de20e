frappe.ui.form.on("Talk Script", {
	refresh(frm) {
		const { doc } = frm;
		frm.set_intro("");
		if (doc.docstatus === 0)
			frm.set_intro(
				doc.replaces
					? __("This is the next version. Submit it and it replaces the one in force.")
					: __("Submit it and it stands beside the call. What is in force changes by its next version."),
				"blue"
			);
		if (doc.docstatus !== 1) return;
		if (doc.stage === "In Force") {
			dianjian.scripts.offer_reading(frm);
			if (frappe.model.can_create("Talk Script"))
				frm.add_custom_button(__("Next Version"), () =>
					frappe
						.xcall("dianjian_app.service.script_versions.next_version", { script: doc.name })
						.then((name) => frappe.set_route("Form", "Talk Script", name))
				);
			if (frappe.model.can_get_report("Reading Mark") || frappe.model.can_read("Reading Mark"))
				frm.add_custom_button(__("Who Has Read It"), () => {
					frappe.route_options = { script: doc.name, shown: "Everybody" };
					frappe.set_route("query-report", "Talk Script Readers");
				});
		} else if (doc.stage === "Replaced")
			frm.set_intro(__("A later version has replaced this one."), "orange");
	},
});
