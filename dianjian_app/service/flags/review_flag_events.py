"""A flag: what people should look at, with its evidence; raised by the app, looked at by the manager (R17, R33, R42)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.service.flags.detectors import Kind
from dianjian_app.service.survey_link_events import NONE, REAL

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.review_flag.review_flag import ReviewFlag

IN_ORDER, NOT_IN_ORDER = "In Order", "Not in Order"
RESULTS = (IN_ORDER, NOT_IN_ORDER)
RESULT_OF_FINDING = {REAL: IN_ORDER, NONE: NOT_IN_ORDER}
"""what was found on a survey's link → the result of its flag"""


class FlagError(frappe.ValidationError):
	"""A flag that is written by hand, or looked at without a result."""


def refuse_change(flag: ReviewFlag) -> None:
	"""Event validate: the app alone raises flags, and one that is there stays as it is. Raises FlagError."""
	if not flag.is_new() or not flag.flags.by_the_app:  # no request sets flags
		frappe.throw(_("Flags follow from what was recorded; they are not written by hand."), FlagError)


def refuse_delete(flag: ReviewFlag) -> None:
	"""Event on_trash: what was flagged stays until its retention is over. Raises FlagError."""
	frappe.throw(_("What was flagged is kept: {0}.").format(flag.name), FlagError)


def write_result(flag: ReviewFlag, result: str, note: str) -> None:
	"""Write what the session's user found."""
	values = {"result": result, "note": note, "looked_by": frappe.session.user, "looked_at": now_datetime()}
	flag.db_set(values, notify=True)


def key_of(centre: str, kind: Kind, what: str) -> str:
	"""What makes a flag the same. what: its evidence, or who and when where evidence grows."""
	return hashlib.sha256(f"{centre}|{kind.value}|{what}".encode()).hexdigest()


def settle_denied(link: str, centre: str, finding: str, note: str) -> None:
	"""The flag of a denied visit says what was found on its survey's link."""
	name = frappe.db.get_value("Review Flag", {"flag_key": key_of(centre, Kind.DENIED, link)})
	if name:
		write_result(frappe.get_doc("Review Flag", name), RESULT_OF_FINDING[finding], note)
