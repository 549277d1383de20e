"""Frappe's Notification on the app's documents: it tells those who may see the document, and group robots (R47).

A Notification names roles; of these only people in whose scope the document lies are told. Administrators edit, switch
off and add Notifications as everywhere in Frappe.
"""

from __future__ import annotations

import frappe
from frappe.email.doctype.notification.notification import Notification

from dianjian_app import permissions
from dianjian_app.mailing import deliveries
from dianjian_app.people.staffing import staff_of_user

OF_ONE_PERSON = {"Sales Staff": "name"}
"""everybody sees the record, but what is told concerns the person alone"""


class ScopedNotification(Notification):
	"""A Notification whose recipients are people who may see the document."""

	def get_list_of_recipients(self, doc, context):
		lists = super().get_list_of_recipients(doc, context)
		if doc.doctype not in permissions.ROW_FIELDS:
			return lists
		return tuple(within_reach(doc, addresses) for addresses in lists)

	def send_an_email(self, doc, context):
		"""A site that sends no mail yet still tells people in the desk."""
		if doc.doctype not in permissions.ROW_FIELDS or deliveries.sends_mail():
			super().send_an_email(doc, context)

	def send(self, doc):
		super().send(doc)
		if doc.doctype in permissions.ROW_FIELDS:
			from dianjian_app.mailing import robot

			robot.tell(self, doc)


def within_reach(doc, addresses: list[str]) -> list[str]:
	"""Those of the addresses whose users may see the document; one query for all."""
	if not addresses:
		return []
	users = frappe.get_all(
		"User",
		or_filters={"email": ("in", addresses), "name": ("in", addresses)},
		filters={"enabled": 1},
		fields=["name", "email"],
	)
	told = {u.email or u.name for u in users if _may_see(doc, u.name)} | {
		u.name for u in users if _may_see(doc, u.name)
	}
	return [a for a in addresses if a in told]


def _may_see(doc, user: str) -> bool:
	if user == "Administrator":
		return False  # no person of the centre
	if doc.doctype in OF_ONE_PERSON:
		return staff_of_user(user) == doc.get(OF_ONE_PERSON[doc.doctype])
	if doc.doctype == "Sales Group":
		# every group of a centre can be seen by all of its leaders; what is told concerns its own people, and the manager
		group = frappe.db.get_value("Sales Staff", staff_of_user(user), "sales_group")
		return group in (doc.name, None, "") and permissions.in_scope(doc, user)
	return permissions.in_scope(doc, user)
