"""Mails and notices ask at the moment of sending whether the person is enabled and may see what they are about (R47).

Frappe decides who is told when something happens, and sends later: a colleague who has left or moved since, and one who
was named in a comment on a document that is not theirs, would be told all the same.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import NotificationLog
from frappe.email.doctype.email_queue.email_queue import EmailQueue

from dianjian_app.overrides.document_access import may_read
from dianjian_app.row_ownership import has_owned_rows

FOLLOW_JOBS = tuple(
	f"frappe.desk.form.document_follow.send_{often}_updates" for often in ("hourly", "daily", "weekly")
)

STANDINGS_JOBS = tuple(
	f"frappe.social.doctype.energy_point_log.energy_point_log.send_{often}_summary"
	for often in ("weekly", "monthly")
)
"""one mail to everybody that names people of every centre; version 16 has none"""
STANDINGS_WANTED = "enable_email_energy_point"


class AskingEmailQueue(EmailQueue):
	"""A mail that leaves out users of the site who have left, and who may not see the document that it is about."""

	def send(self, *args: Any, **kwargs: Any) -> Any:
		"""Send to whom it may be sent; to whom it may not, the mail says so in its error."""
		if self.can_send_now():
			self._leave_out()
			if not self.get("recipients"):
				return None
		return super().send(*args, **kwargs)

	def _leave_out(self) -> None:
		waiting = [row for row in self.get("recipients") if row.status != "Sent"]
		refused = not_to_be_told(
			[row.recipient for row in waiting], self.reference_doctype, self.reference_name
		)
		left_out = [row for row in waiting if row.recipient in refused]
		if not left_out:
			return
		frappe.db.delete("Email Queue Recipient", {"name": ("in", [row.name for row in left_out])})
		self.set("recipients", [row for row in self.get("recipients") if row not in left_out])
		why = _("Not sent, because they have left or may not see it: {0}").format(
			", ".join(row.recipient for row in left_out)
		)
		self.update_db(error=why, **({} if self.get("recipients") else {"status": "Error"}))


class AskingNotificationLog(NotificationLog):
	"""A notice in the desk, with its mail: none for who has left, none about what the person may not see."""

	def insert(self, *args: Any, **kwargs: Any) -> Any:
		"""Insert the notice, or leave it out without a word: whoever comments or assigns is not the one to be told."""
		if not_to_be_told([self.for_user], self.document_type, self.document_name):
			return self
		return super().insert(*args, **kwargs)


def not_to_be_told(addresses: list[str], doctype: str | None, name: str | None) -> set[str]:
	"""Those of the addresses whose users are disabled or may not read a document of the app; strangers are none."""
	wanted = [address for address in addresses if address and address not in ("Administrator", "Guest")]
	if not wanted:
		return set()
	users = frappe.get_all(
		"User",
		or_filters={"email": ("in", wanted), "name": ("in", wanted)},
		fields=["name", "email", "enabled"],
	)
	about = doctype and name and has_owned_rows(doctype)
	refused: set[str] = set()
	for user in users:
		if not user.enabled or (about and not may_read(str(doctype), str(name), user.name)):
			refused |= {user.name, user.email}
	return refused & set(wanted)


def before_job(method: str = "", kwargs: dict | None = None, **_job: object) -> None:
	"""Hook before_job: before Frappe mails what people follow, forget what they may not see any more. (R47)

	Before it mails the standings of energy points, which this app does not use, its people are taken off that list.
	"""
	jobs = {method, (kwargs or {}).get("job_type")}
	if jobs & set(FOLLOW_JOBS):
		from dianjian_app.overrides.document_follow import forget_what_is_closed

		forget_what_is_closed()
	if jobs & set(STANDINGS_JOBS) and frappe.get_meta("Notification Settings").has_field(STANDINGS_WANTED):
		people = frappe.get_all("Sales Staff", {"user": ("is", "set")}, pluck="user")
		if people:
			settings = {"name": ("in", people), STANDINGS_WANTED: 1}
			frappe.db.set_value("Notification Settings", settings, STANDINGS_WANTED, 0)
