"""企业微信 group robots: what a Notification tells is also posted to the group's robot, where one is set up.

Texts go out without customer numbers. The address is a secret: it stands as a password, and only hosts that the site's
settings name are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import frappe
import requests
from frappe import _
from frappe.utils import strip_html

from dianjian_app.mailing import deliveries
from dianjian_app.mailing.language import language_of, speaking
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from frappe.email.doctype.notification.notification import Notification
	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.group_robot.group_robot import GroupRobot

DEFAULT_HOSTS = "qyapi.weixin.qq.com"
LONGEST = 2000
SECONDS = 10
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class RobotError(frappe.ValidationError):
	"""A robot that cannot be called, or refused the message."""


def validate(robot: GroupRobot) -> None:
	"""Event validate of Group Robot: an address that may be called, and Notifications that exist. Raises RobotError."""
	check_address(robot.get_password("webhook_url", raise_exception=False) or robot.webhook_url or "")
	if robot.sales_group:
		robot.centre = frappe.db.get_value("Sales Group", robot.sales_group, "centre")


def check_address(address: str) -> None:
	"""Raises RobotError unless the address is https and of a host that the settings name (http for this machine alone)."""
	parts = urlsplit(address)
	allowed = _hosts()
	if parts.hostname not in allowed:
		frappe.throw(
			_("Messages may only go to {0}; the settings list the hosts.").format(", ".join(sorted(allowed))),
			RobotError,
			title=_("Address Not Allowed"),
		)
	if parts.scheme != "https" and parts.hostname not in LOOPBACK:
		frappe.throw(_("The robot's address must begin with https://."), RobotError)


def _hosts() -> set[str]:
	said = frappe.db.get_single_value("Telesales Settings", "robot_hosts") or DEFAULT_HOSTS
	return {host.strip().lower() for host in said.replace(",", "\n").split() if host.strip()}


def tell(notification: Notification, doc: Document) -> None:
	"""Queue what a Notification says about a document for the robots of its centre and group.

	Once for a document's state; what the clock tells, once for the mark that it tells it with (`doc.flags.told_for`).
	"""
	centre, group = deliveries.place_of(doc)
	robots = frappe.get_all(
		"Group Robot", filters={"disabled": 0, "centre": centre or ""}, fields=["name", "sales_group"]
	)
	robots = [r for r in robots if not r.sales_group or r.sales_group == group]
	if not robots:
		return
	wanted = frappe.get_all(
		"Group Robot Notice",
		filters={"parent": ("in", [r.name for r in robots]), "notification": notification.name},
		pluck="parent",
	)
	text, state = None, doc.flags.told_for or doc.modified
	for robot in robots:
		if robot.name not in wanted:
			continue
		text = text or text_of(notification, doc)
		line = deliveries.claim(
			"Group Robot",
			deliveries.key_of("robot", robot.name, notification.name, doc.doctype, doc.name, state, text),
			subject=notification.name,
			recipient=robot.name,
			reference_doctype=doc.doctype,
			reference_name=doc.name,
			centre=centre,
			sales_group=group,
			message=text,
		)
		if line:
			frappe.enqueue(
				"dianjian_app.mailing.group_robot.deliver",
				queue="short",
				enqueue_after_commit=True,
				name=line,
			)


def text_of(notification: Notification, doc: Document) -> str:
	"""The Notification's words about a document as plain text without phone numbers, in the site's language."""
	context = {"doc": doc, "alert": notification, "comments": None}
	with speaking(language_of()):
		words = [
			frappe.render_template(part, context)
			for part in (notification.subject, notification.message)
			if part
		]
	text = "\n".join(strip_html(w).strip() for w in words)
	return hide_numbers(text)[:LONGEST]


def deliver(name: str) -> None:
	"""Post one message, first or again; how it ended stands in its line (job)."""
	line = frappe.db.get_value(
		"Delivery Log", name, ["status", "recipient", "message"], as_dict=True, for_update=True
	)
	if not line or line.status not in (deliveries.WAITING, deliveries.FAILED):
		return
	deliveries.attempt(name, lambda: _post(line.recipient, line.message))


def _post(robot: str, text: str) -> str:
	doc = frappe.get_doc("Group Robot", robot)
	if doc.disabled:
		return deliveries.NOTHING
	address = doc.get_password("webhook_url")
	check_address(address)
	try:
		answer = requests.post(
			address,
			json={"msgtype": "markdown", "markdown": {"content": text}},
			timeout=SECONDS,
			allow_redirects=False,
		)
		said = answer.json() if answer.ok else {}
	except (requests.RequestException, ValueError) as error:
		# the address is a secret: what the library says of it is not kept
		raise RobotError(_("The robot could not be reached: {0}.").format(type(error).__name__)) from None
	if not answer.ok or said.get("errcode"):
		raise RobotError(
			_("The robot refused the message: {0}.").format(said.get("errcode") or answer.status_code)
		)
	return deliveries.SENT


@frappe.whitelist(methods=["POST"])
def try_out(robot: str) -> str:
	"""Post a word to a robot, from its form; gives how it ended. Raises PermissionError, RobotError."""
	doc = frappe.get_doc("Group Robot", robot)
	doc.check_permission("write")
	return _post(doc.name, _("This is a test of {0}.").format(doc.title))
