// Copyright (c) 2026, Dianjian maintainers and contributors
// For license information, please see license.txt

// frappe.ui.form.on("Phone Vault", {
// 	refresh(frm) {

// 	},
// });
