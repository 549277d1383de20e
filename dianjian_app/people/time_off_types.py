"""The types of time off as administrators keep them: from a balance, so many days a year, with which papers (R34).

What the app itself counts on (paid half days from rewards, time off in lieu) keeps its name and its balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_type.time_off_type import TimeOffType

LEAVE, OUTING = "Leave", "Outing"
"""what a type counts as"""
PAID_HALF_DAY, IN_LIEU = "Paid Half-Day", "Time Off in Lieu"
OF_THE_APP = (PAID_HALF_DAY, IN_LIEU)
FIELDS = ("name", "counts_as", "with_balance", "yearly_days", "papers", "papers_days", "disabled")


class TimeOffTypeError(frappe.ValidationError):
	"""A type that cannot be changed so, or goes on to be used."""


@dataclass(frozen=True)
class Rules:
	"""What holds for a type. yearly_days: 0 for no limit; papers: "" for none."""

	name: str
	outing: bool
	with_balance: bool
	yearly_days: float
	papers: str
	papers_days: int
	disabled: bool


def read_types() -> dict[str, Rules]:
	"""All types by name, in one query."""
	return {
		row.name: Rules(
			name=row.name,
			outing=row.counts_as == OUTING,
			with_balance=bool(row.with_balance),
			yearly_days=row.yearly_days or 0,
			papers=row.papers or "",
			papers_days=row.papers_days or 0,
			disabled=bool(row.disabled),
		)
		for row in frappe.get_all("Time Off Type", fields=list(FIELDS), limit=0)
	}


def from_balance() -> list[str]:
	"""The types that are taken from a balance, by name."""
	return sorted(name for name, rules in read_types().items() if rules.with_balance)


def rules_of(name: str) -> Rules:
	"""What holds for one type. Raises TimeOffTypeError where there is none."""
	found = read_types().get(name)
	if found is None:
		message = _("There is no leave type {0}.").format(name)
		frappe.throw(message, TimeOffTypeError)
		raise TimeOffTypeError(message)  # frappe.throw has raised; its signature does not say so
	return found


def check(kind: TimeOffType) -> None:
	"""Event validate: what the app counts on stays leave from a balance; what was asked for stays what it was."""
	if kind.name in OF_THE_APP and not (kind.with_balance and kind.counts_as == LEAVE and not kind.disabled):
		frappe.throw(
			_("{0} is leave from a balance: the app itself adds to it.").format(_(kind.name)),
			TimeOffTypeError,
		)
	if kind.with_balance and kind.counts_as == OUTING:
		frappe.throw(_("An outing is working time and is taken from no balance."), TimeOffTypeError)
	before = kind.get_doc_before_save()
	changed = before and (before.counts_as, before.with_balance) != (kind.counts_as, kind.with_balance)
	if changed and frappe.db.exists("Time Off Request", {"leave_type": kind.name}):
		frappe.throw(
			_("{0} has been asked for; disable it and make another type instead.").format(_(kind.name)),
			TimeOffTypeError,
		)


def refuse_delete(kind: TimeOffType) -> None:
	"""Event on_trash: what the app counts on stays; Frappe itself keeps what is used. Raises TimeOffTypeError."""
	if kind.name in OF_THE_APP:
		frappe.throw(
			_("{0} is leave from a balance: the app itself adds to it.").format(_(kind.name)),
			TimeOffTypeError,
		)
