"""Mails the auditors each day what was noted of the chains of entries, where the settings say so (R31, decision 68).

What lies in somebody's mailbox, nobody with the database or the server takes back.
"""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import escape_html

from dianjian_app.incentives.entries.chain_walk import ChainCheck
from dianjian_app.mailing.language import language_of, speaking
from dianjian_app.roles import AUDITOR


def send(results: Sequence[ChainCheck], written: str) -> None:
	"""Hook dianjian_ledger_noted. written: the line of the notes, with its seal."""
	if not frappe.db.get_single_value("Telesales Settings", "mail_ledger_note"):
		return
	for user in _auditors():
		with speaking(language_of(user)):
			frappe.sendmail(
				recipients=[user], subject=_("State of the chain of entries"), message=_text(results, written)
			)


def _auditors() -> list[str]:
	"""The enabled users who audit."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	query = frappe.qb.from_(user).join(role).on((role.parent == user.name) & (role.parenttype == "User"))
	return [
		u
		for (u,) in query.where((role.role == AUDITOR) & (user.enabled == 1))
		.select(user.name)
		.distinct()
		.run()
	]


def _text(results: Sequence[ChainCheck], written: str) -> str:
	lines = [
		f"{r.centre}: {r.entries}, {_('whole') if r.whole else _('broken') + ': ' + (r.broken or '') + ' ' + r.reason}"
		for r in results
	]
	return "<br>".join(map(escape_html, lines)) + f"<pre>{escape_html(written)}</pre>"
