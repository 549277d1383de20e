"""Frappe's Notification on the app's documents: it tells those who may see the document, and group robots (R47).

A Notification names roles; of these only people in whose scope the document lies are told. Administrators edit, switch
off and add Notifications as everywhere in Frappe. Each person is told in their own language.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import frappe
from frappe.email.doctype.notification.notification import Notification

from dianjian_app import permissions, row_ownership
from dianjian_app.clean_text import fit_for_mail
from dianjian_app.mailing import deliveries
from dianjian_app.mailing.language import language_of, speaking
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from frappe.model.document import Document

OF_ONE_PERSON = {"Sales Staff": "name"}
"""everybody sees the record, but what is told concerns the person alone"""


class ScopedNotification(Notification):
	"""A Notification whose recipients are people who may see the document."""

	def get_list_of_recipients(self, doc: Document, context: dict[str, Any]) -> tuple[list[str], ...]:
		lists = super().get_list_of_recipients(doc, context)
		if doc.doctype not in row_ownership.ROW_FIELDS:
			return lists
		told = self.flags.told
		if told is None:
			told = within_reach(doc, [a for addresses in lists for a in addresses])
		return tuple([a for a in addresses if a in told] for addresses in lists)

	def send_an_email(self, doc: Document, context: dict[str, Any]) -> None:
		"""A site that sends no mail yet still tells people in the desk."""
		if doc.doctype not in row_ownership.ROW_FIELDS:
			super().send_an_email(doc, context)
		elif deliveries.sends_mail():
			self._in_each_language(super().send_an_email, doc, context)

	def create_system_notification(self, doc: Document, context: dict[str, Any]) -> None:
		if doc.doctype not in row_ownership.ROW_FIELDS:
			super().create_system_notification(doc, context)
		else:
			self._in_each_language(super().create_system_notification, doc, context)

	def send(self, doc: Document) -> None:
		self.flags.failure = None
		super().send(doc)
		if doc.doctype in row_ownership.ROW_FIELDS:
			from dianjian_app.mailing import group_robot

			group_robot.tell(self, doc)

	def log_error(self, *args: Any, **kwargs: Any) -> Any:
		"""Frappe swallows what goes wrong while it sends; whoever sends by the clock wants to know (`flags.failure`)."""
		self.flags.failure = sys.exc_info()[1]
		return super().log_error(*args, **kwargs)

	def _in_each_language(self, tell: Callable[..., Any], doc: Document, context: dict[str, Any]) -> None:
		lists = super().get_list_of_recipients(doc, context)
		reached = within_reach(doc, [a for addresses in lists for a in addresses])
		for language in sorted(set(reached.values())):
			self.flags.told = {a for a, spoken in reached.items() if spoken == language}
			try:
				with speaking(language):
					tell(doc, {**context, "doc": fit_for_mail(doc)})
			finally:
				self.flags.told = None


def within_reach(doc: Document, addresses: list[str]) -> dict[str, str]:
	"""Those of the addresses whose users may see the document, each with the user's language; one query for all."""
	if not addresses:
		return {}
	users = frappe.get_all(
		"User",
		or_filters={"email": ("in", addresses), "name": ("in", addresses)},
		filters={"enabled": 1},
		fields=["name", "email", "language"],
	)
	told: dict[str, str] = {}
	for user in users:
		if _may_see(doc, user.name):
			told[user.name] = told[user.email or user.name] = user.language or language_of()
	return {address: told[address] for address in addresses if address in told}


def _may_see(doc: Document, user: str) -> bool:
	if user == "Administrator":
		return False  # no person of the centre
	if doc.doctype in OF_ONE_PERSON:
		return staff_of_user(user) == doc.get(OF_ONE_PERSON[doc.doctype])
	if doc.doctype == "Sales Group":
		# every group of a centre can be seen by all of its leaders; what is told concerns its own people, and the manager
		group = frappe.db.get_value("Sales Staff", staff_of_user(user), "sales_group")
		return group in (doc.name, None, "") and permissions.in_scope(doc, user)
	return permissions.in_scope(doc, user)
