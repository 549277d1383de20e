"""A customer who is to be asked: made by the app, open until a day, answered once (R42).

The link itself is stored nowhere: the row has only the fingerprint of its token (`survey_links`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from dianjian_app import permissions

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.survey_link.survey_link import SurveyLink

OPEN, ANSWERED, EXPIRED = "Open", "Answered", "Expired"
REAL, NONE = "The Visit Was Real", "There Was No Visit"
FREE = ("expires_at",)


class SurveyLinkError(frappe.ValidationError):
	"""A link that cannot be made, sent or answered so."""


def validate(link: SurveyLink) -> None:
	"""Event validate: people move the last day of an open link and nothing else. Raises SurveyLinkError."""
	before = link.get_doc_before_save()
	if not before:
		if not link.flags.by_the_app:  # service/survey_rounds.py makes them; no request sets flags
			frappe.throw(_("Who is asked follows from the surveys; it is not entered."), SurveyLinkError)
		return
	permissions.check_in_scope(link)
	for field in link.meta.get_valid_columns():
		if field not in (*FREE, "modified", "modified_by") and not field.startswith("_"):
			link.set(field, before.get(field))
	if link.status == ANSWERED:
		link.expires_at = before.expires_at
		return
	link.status = OPEN if get_datetime(link.expires_at) > now_datetime() else EXPIRED


def refuse_delete(link: SurveyLink) -> None:
	"""Event on_trash: who was asked stays. Raises SurveyLinkError."""
	frappe.throw(_("Who was asked is kept: {0}.").format(link.name), SurveyLinkError)


def expire() -> int:
	"""Close the links whose last day is over (scheduled); gives how many."""
	table = frappe.qb.DocType("Survey Link")
	over = (table.status == OPEN) & (table.expires_at <= now_datetime())
	names = [row[0] for row in frappe.qb.from_(table).select(table.name).where(over).for_update().run()]
	if names:
		frappe.qb.update(table).set(table.status, EXPIRED).where(table.name.isin(names)).run()
	return len(names)
