"""Which steps of the demo are done; kept among Frappe's defaults, in the transaction of the step itself."""

from __future__ import annotations

import frappe

PARENT = "__dianjian_demo"


def done() -> set[str]:
	"""Keys of the steps that are done."""
	return set(frappe.get_all("DefaultValue", filters={"parent": PARENT}, pluck="defkey"))


def mark(key: str, value: str = "done") -> None:
	"""The step is done, as soon as its transaction is."""
	frappe.defaults.add_default(key, value, PARENT)


def value_of(key: str) -> str | None:
	"""What a mark says."""
	return frappe.db.get_value("DefaultValue", {"parent": PARENT, "defkey": key}, "defvalue")


def forget() -> None:
	"""On uninstall: the marks stand outside the app's own DocTypes."""
	frappe.db.delete("DefaultValue", {"parent": PARENT})
