"""The events of a Punching Policy: what has been judged by it stays judged by it (R33)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.permissions import check_in_scope

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.punching_policy.punching_policy import PunchingPolicy

CLOCK = re.compile(r"(0\d|1[01]):[0-5]\d")


class PolicyInForceError(frappe.ValidationError):
	"""Somebody changes what days have been judged by, or a new policy reaches back over them."""


class DayTurnError(frappe.ValidationError):
	"""A day lasts until no time of the next morning."""


def validate(policy: PunchingPolicy) -> None:
	"""Event validate: the days before today keep the policy that they had.

	The first policy of a centre may reach back: nobody has been judged there. Raises PolicyInForceError, DayTurnError,
	OutOfScopeError.
	"""
	before = policy.get_doc_before_save()
	policy.day_turn = (policy.day_turn or "").strip().replace("：", ":")
	if not CLOCK.fullmatch(policy.day_turn):
		frappe.throw(
			_("{0} is no time of the morning; write it as 04:00.").format(policy.day_turn), DayTurnError
		)
	if before:
		check_in_scope(before)  # the stored one: the request may name another centre
		if (before.centre, getdate(before.from_date)) != (policy.centre, getdate(policy.from_date)):
			_refuse(_("A policy keeps its centre and its date; make another one."))
		refuse_in_force(before)
	check_in_scope(policy)
	if not before and getdate(policy.from_date) < getdate() and _has_others(policy):
		_refuse(_("Days before today have been judged; a new policy holds from today on or later."))


def refuse_in_force(policy: PunchingPolicy) -> None:
	"""Event on_trash, and of a change: a policy by which days have been judged stays. Raises PolicyInForceError."""
	if getdate(policy.from_date) < getdate():
		_refuse(
			_("This policy is in force since {0} and stays; make a new one from today on or later.").format(
				formatdate(policy.from_date)
			)
		)


def refuse_rename(policy: PunchingPolicy) -> None:
	"""Event before_rename: the name says centre and date. Raises PolicyInForceError."""
	_refuse(_("A policy keeps its centre and its date; make another one."))


def _has_others(policy: PunchingPolicy) -> bool:
	return bool(frappe.db.exists("Punching Policy", {"centre": policy.centre, "name": ("!=", policy.name)}))


def _refuse(message: str) -> None:
	frappe.throw(message, PolicyInForceError, title=_("In Force"))
