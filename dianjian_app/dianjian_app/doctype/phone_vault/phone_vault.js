frappe.ui.form.on("Phone Vault", {});
