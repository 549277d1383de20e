"""A month as people write it into a form or a filter (R45)."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app.people.period import InvalidMonth, Period


def month_from_text(text: object, error: type[frappe.ValidationError], title: str | None = None) -> Period:
	"""The month written as YYYY-MM. error: what is raised, in the reader's words, for anything else."""
	said = str(text or "")
	try:
		return Period.parse_month(said)
	except InvalidMonth as wrong:
		message = _("{0} is not a month; write it as YYYY-MM, for example 2026-11.").format(said or "-")
		frappe.throw(message, error, title=title)
		raise error(message) from wrong  # frappe.throw has raised; its signature does not say so
