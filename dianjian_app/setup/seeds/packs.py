"""The shipped policy packs as records, brought up to date at each migrate: they are the app's, not an administrator's (R52)."""

from __future__ import annotations

import frappe

from dianjian_app.packs import export, shipped_packs

ORDER = 75


def seed() -> None:
	"""Make or renew the shipped packs. Idempotent."""
	for title, content in shipped_packs.packs().items():
		text = export.as_text(content)
		if frappe.db.get_value("Policy Pack", title, "content") == text:
			continue
		doc = (
			frappe.get_doc("Policy Pack", title)
			if frappe.db.exists("Policy Pack", title)
			else frappe.new_doc("Policy Pack")
		)
		doc.update(
			{"title": title, "source": "Shipped", "content": text, "description": content["description"]}
		)
		doc.flags.by_app = True
		doc.save(ignore_permissions=True)  # install: no user acts
