// A page of the guide, with its pictures, in a dialog over the form it belongs to
frappe.provide("dianjian");

dianjian.show_guide = (page) =>
	frappe.xcall("dianjian_app.setup.user_guide.page", { page }).then(({ title, html }) => {
		const dialog = new frappe.ui.Dialog({
			title,
			size: "extra-large",
			fields: [{ fieldname: "text", fieldtype: "HTML" }],
		});
		const area = dialog.get_field("text").$wrapper;
		area.html(`<div class="guide">${html}</div>`);
		area.find("img").css({
			"max-width": "100%",
			border: "1px solid var(--border-color)",
			"border-radius": "8px",
			margin: "8px 0 16px",
		});
		dialog.show();
	});
