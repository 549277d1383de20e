"""Amounts of the app are yuan. A Frappe site without an accounting app has no currency of its own: it shows the first
in the alphabet."""

from __future__ import annotations

import frappe

ORDER = 1
YUAN = "CNY"


def seed() -> None:
	"""Make yuan the site's currency where it has none. Idempotent; a currency that was chosen stays."""
	if frappe.db.get_default("currency") or not frappe.db.exists("Currency", YUAN):
		return
	currency = frappe.get_doc("Currency", YUAN)
	currency.update({"enabled": 1, "symbol": currency.symbol or "¥"})
	currency.save(ignore_permissions=True)  # install: no user acts
	frappe.db.set_default("currency", YUAN)
