"""One limit a person and day on the full numbers that are typed, whatever the act: a number typed may be a guess (R47).

Finding, incoming calls, claims, further numbers, requests about personal data, numbers typed into a call form, texts to try
the provider and workbooks that may be guesses all ask here first. Each asking is logged
whether somebody has the number or not, and the superior hears of who goes past the limit. What an act asks of a number
that its user has asked for on the day is not counted again.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.locking import hold, rows_now
from dianjian_app.resources.numbers import asked_in_vain, limit_alerts, vault
from dianjian_app.resources.numbers.asked_in_vain import DEFAULT_LIMIT
from dianjian_app.resources.numbers.phone import mask
from dianjian_app.resources.numbers.reveal import write_log


class NumberLimitError(frappe.ValidationError):
	"""The user has asked for as many numbers as a day allows."""


def may_ask(
	doctype: str,
	numbers: Sequence[str],
	*,
	name: str | None = None,
	place: Mapping[str, Any] | None = None,
	every_time: bool = False,
) -> bool:
	"""Count and log the numbers (E.164) that an act of the session's user takes; gives whether the limit allows them.

	doctype, name: what the act is about; every_time: a question counts each time, an act that follows one does not. The
	user's row is held, so that requests at once are counted one by one. What a request logs here stays, also when the request
	fails (`asked_in_vain`).
	"""
	user = frappe.session.user
	hold("User", user)
	today = {
		"user": user,
		"kind": "Search",
		"refused": 0,
		"revealed_at": (">=", limit_alerts.SEARCHES.start()),
	}
	asked = [line.number_key for line in rows_now("Phone Reveal Log", today, ["number_key"])]
	keys = {number: _key(user, number) for number in numbers}
	new = [number for number, key in keys.items() if every_time or key not in asked]
	limit = limit_alerts.limit_of("search_limit_per_day", DEFAULT_LIMIT)
	allowed = len(asked) + len(new) <= limit or not new
	if not allowed:
		limit_alerts.report_limit_reached(limit_alerts.SEARCHES, limit)
	for number in new:
		line = write_log(
			*("Search", doctype, name, 1, mask(number)),
			refused=not allowed,
			place=place,
			number_key=keys[number],
		)
		asked_in_vain.remember(line)
	return allowed


def note_found(doctype: str, name: str) -> None:
	"""Write into the log which document the number that was asked last is of."""
	if lines := frappe.flags.dianjian_asked:
		lines[-1].db_set({"reference_doctype": doctype, "reference_name": name}, update_modified=False)


def check(doctype: str, numbers: Sequence[str], *, place: Mapping[str, Any] | None = None) -> None:
	"""`may_ask` for acts that write a document. Raises NumberLimitError."""
	if not may_ask(doctype, numbers, place=place):
		frappe.throw(limit_message(), NumberLimitError, title=_("Daily Limit"))


def limit_message() -> str:
	"""What a user reads past the limit."""
	limit = limit_alerts.limit_of("search_limit_per_day", DEFAULT_LIMIT)
	return _("You have asked for {0} numbers today, which is the limit. Ask your leader.").format(limit)


def forget(numbers: Iterable[str], instead: str) -> None:
	"""Write `instead` over what the log of askings shows of numbers (E.164) that are erased. (R48)"""
	for number in numbers:
		shown = {"kind": "Search", "reason": mask(number)}
		lines = frappe.get_all("Phone Reveal Log", shown, ["name", "user", "revealed_at", "number_key"])
		# other numbers look the same; a line of an earlier version cannot be told apart
		names = [
			line.name
			for line in lines
			if not line.number_key or line.number_key == _key(line.user, number, getdate(line.revealed_at))
		]
		if names:
			log = frappe.qb.DocType("Phone Reveal Log")
			frappe.qb.update(log).set(log.reason, instead).where(log.name.isin(names)).run()


def _key(user: str, number: str, day: date | None = None) -> str:
	"""Tells within a user's day whether a number is asked for again; nothing else can be recognised by it."""
	text = f"{user}|{day or getdate()}|{number}"
	return hmac.new(vault.phone_key(), text.encode(), "sha256").hexdigest()
