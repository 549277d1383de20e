"""The shipped policy packs as records, brought up to date at each migrate: they are the app's, not an administrator's (R52)."""

from __future__ import annotations

import json

import frappe

from dianjian_app.packs import shipped

ORDER = 75


def seed() -> None:
	"""Make or renew the shipped packs. Idempotent."""
	for title, content in shipped.packs().items():
		text = json.dumps(content, ensure_ascii=False, indent=1)
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
