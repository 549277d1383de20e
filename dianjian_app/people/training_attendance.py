"""A person confirms their own attendance at a training; who keeps the training does it in its list (R37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import format_datetime, now_datetime

from dianjian_app import locking
from dianjian_app.people import training_dues
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.people.training_session_events import TrainingError, refuse_called_off, starts_at

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_due.training_due import TrainingDue
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession


@frappe.whitelist(methods=["POST"])
def confirm_attendance(due: str) -> bool:
	"""The session's person says that they attended the training they were invited to. Gives whether that is new.

	Without a test it is done by that; with one, once the score is entered. Raises PermissionError for anybody else,
	TrainingError without a training, before it begins, once its list is closed, or after it was called off.
	"""
	doc = own(due)
	if not doc.session:
		frappe.throw(_("You are not invited to this training yet."), TrainingError)
	session: TrainingSession = locking.document_now("Training Session", doc.session)
	refuse_called_off(session)
	rows = [row for row in session.attendees if row.staff == doc.agent]
	if not rows:
		frappe.throw(_("You do not stand on the list of this training."), TrainingError)
	row = rows[0]
	if row.attended:
		return False
	if session.docstatus == 1:
		frappe.throw(
			_("The list of this training is closed; tell {0} that you attended.").format(session.trainer),
			TrainingError,
			title=_("List Closed"),
		)
	if starts_at(session) > now_datetime():
		frappe.throw(
			_("The training begins on {0}; confirm it then.").format(format_datetime(starts_at(session))),
			TrainingError,
		)
	row.attended, row.confirmed_at, row.confirmed_by = 1, now_datetime(), frappe.session.user
	session.flags.by_act = True
	session.save(
		ignore_permissions=True
	)  # the person's own mark; the rest of the list is not theirs to write
	training_dues.settle(session, row)
	return True


def own(due: str) -> TrainingDue:
	"""What the session's person owes or has attended. Raises PermissionError for anybody else, Administrator too."""
	doc: TrainingDue = frappe.get_doc("Training Due", due)
	doc.check_permission("read")
	if not doc.agent or staff_of_user(frappe.session.user) != doc.agent:
		frappe.throw(
			_("{0} says this, and nobody else.").format(doc.agent_name),
			NotYourPartError,
			title=_("Not Your Part"),
		)
	return doc
