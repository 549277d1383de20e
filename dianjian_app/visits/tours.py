"""Tours: which units a customer was shown on a visit, and what they chose, noted by who received them (R55)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.locking import document_now
from dianjian_app.people.authority import stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits.errors import NotYourActError, VisitError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation

CHOICES = ("Shown", "Considered", "First Choice", "Given Up")


@frappe.whitelist(methods=["POST"])
def note_unit(visit: str, unit: str, choice: str = "Shown", remarks: str | None = None) -> int:
	"""Note that the customer of a visit was shown a unit, and what they made of it; gives how many rows the visit has (R55).

	unit: name of a Property Unit of the visit's centre; choice: one of CHOICES, said again for a later change of mind. By the
	receptionist, the leader or the manager, once the customer is here. Raises VisitError, NotYourActError, PermissionError.
	"""
	seen = frappe.get_doc("Visit Confirmation", visit)
	seen.check_permission("read")
	_check_may_note(seen)
	if choice not in CHOICES:
		frappe.throw(_("{0} is no choice of a unit.").format(choice), VisitError)
	title = frappe.db.get_value("Property Unit", {"name": unit, "centre": seen.centre}, "title")
	if not title:
		frappe.throw(_("There is no such unit at this centre."), VisitError)
	doc = document_now("Visit Confirmation", visit)
	_check_may_note(doc)
	last = next((row for row in reversed(doc.shown_units) if row.property_unit == unit), None)
	said = hide_numbers(remarks.strip())[:500] if remarks else None
	if last and (last.choice, last.remarks or None) == (choice, said):
		return len(doc.shown_units)
	row = frappe.get_doc(
		doctype="Shown Unit",
		parent=doc.name,
		parenttype=doc.doctype,
		parentfield="shown_units",
		idx=len(doc.shown_units) + 1,
		docstatus=doc.docstatus,
		property_unit=unit,
		unit_title=title,
		choice=choice,
		remarks=said,
		noted_by=frappe.session.user,
		noted_at=now_datetime(),
		lead=doc.lead,
	)
	row.db_insert()
	# forms that are open are outdated; nothing else of the visit changes
	doc.db_set("modified", now_datetime(), update_modified=False, notify=True)
	return len(doc.shown_units) + 1


def may_note(visit: VisitConfirmation) -> bool:
	"""Whether the session's user may note what the customer of this visit is shown, now."""
	return _is_theirs(visit) and _is_here(visit)


def _is_theirs(visit: VisitConfirmation) -> bool:
	me = frappe.session.user
	received = staff_of_user(me) == (visit.receptionist or "-")
	return received or stands_over(me, visit.sales_group, visit.centre)


def _is_here(visit: VisitConfirmation) -> bool:
	return visit.stage in (visit_stages.ARRIVED, *visit_stages.HAPPENED)


def _check_may_note(visit: VisitConfirmation) -> None:
	if not _is_theirs(visit):
		frappe.throw(
			_("What the customer of visit {0} was shown is noted by who received them.").format(visit.name),
			NotYourActError,
		)
	if not _is_here(visit):
		frappe.throw(_("The customer of visit {0} is not here yet.").format(visit.name), VisitError)
