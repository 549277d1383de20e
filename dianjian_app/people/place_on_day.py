"""Whose a document is, and the group and centre that the person belonged to on its day (R4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.people.staffing import group_on, staff_of_user

if TYPE_CHECKING:
	from frappe.model.document import Document


class NoPlaceError(frappe.ValidationError):
	"""Nobody's document, no date, or an agent without a group on that day."""


def fill_agent(doc: Document, day: date | None) -> None:
	"""Write agent_name, sales_group and centre of doc.agent on the day; the agent defaults to the session's.

	An agent's work belongs to a group. Raises NoPlaceError.
	"""
	doc.agent = doc.agent or staff_of_user(frappe.session.user)
	fill_person(doc, day)
	if not doc.sales_group:
		frappe.throw(
			_("{0} belonged to no sales group on {1}.").format(doc.agent_name, frappe.format(day, "Date")),
			NoPlaceError,
		)


def fill_person(doc: Document, day: date | None) -> None:
	"""Write agent_name, sales_group and centre of doc.agent on the day, whatever the position.

	Who belonged to no group on the day is of the centre of the staff record. Raises NoPlaceError.
	"""
	person = doc.agent and frappe.db.get_value(
		"Sales Staff", doc.agent, ["staff_name", "centre"], as_dict=True
	)
	if not person or not day:
		frappe.throw(_("Say whose {0} it is and of which day.").format(_(doc.doctype)), NoPlaceError)
	doc.agent_name, doc.sales_group = person.staff_name, day and group_on(doc.agent, day)
	doc.centre = (
		frappe.get_cached_value("Sales Group", doc.sales_group, "centre")
		if doc.sales_group
		else person.centre
	)
