"""Logins of a centre's people, kept on their staff records: made, linked, ended, opened again (R2, R3, R47).

A login begins with a one-time link by which the person sets a password. It is shown once to who makes it, or sent; the
app makes, keeps and writes down no password. Whose login may be kept by whom: `login_rules.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, escape_html, validate_email_address

from dianjian_app import locking
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people import access, login_rules
from dianjian_app.people.sales_staff_events import UserTakenError
from dianjian_app.people.staff_spells import StaffError
from dianjian_app.people.staffing import DEPARTED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff


class LoginError(StaffError):
	"""A login that cannot be made, opened or ended."""


@frappe.whitelist(methods=["POST"])
def create_login(staff: str, email: str, by_mail: bool | int | str = False) -> dict[str, str | bool | None]:
	"""Make a person's login with the role of the position alone; gives {"user", "link", "made"}.

	link: works once; None where it was sent by mail, or where the person has a login already (made: False). Raises
	PermissionError without write permission on the staff record, ForeignRolesError, UserTakenError, LoginError.
	"""
	doc = _kept(staff)
	if doc.user:
		return {"user": doc.user, "link": None, "made": False}
	address = validate_email_address((email or "").strip().lower())
	if not address:
		frappe.throw(_("{0} is no address of a login.").format(escape_html(email)), LoginError)
	if locking.name_now("User", {"name": address}):
		frappe.throw(
			_("There is a login {0} already. Link it, if it is this person's.").format(escape_html(address)),
			UserTakenError,
			title=_("User in Use"),
		)
	user = frappe.get_doc(
		doctype="User",
		email=address,
		first_name=doc.staff_name,
		enabled=1,
		send_welcome_email=0,
		roles=[{"role": doc.position}],
	)
	user.flags.no_welcome_mail = user.flags.login_of_staff = True
	with _quiet():
		user.insert(ignore_permissions=True)  # who keeps the staff records makes logins, and no other users
	doc.user = user.name
	doc.save()
	return {"user": user.name, "link": _hand_out_link(doc, by_mail), "made": True}


@frappe.whitelist(methods=["POST"])
def link_login(staff: str, login: str) -> None:
	"""Give a person a login that is there and belongs to nobody. login: name of the user. Raises as `create_login` does."""
	doc = _kept(staff, login)
	if doc.user == login:
		return
	if doc.user:
		frappe.throw(_("{0} logs in as {1} already.").format(doc.staff_name, doc.user), LoginError)
	doc.user = login
	doc.save()


@frappe.whitelist(methods=["POST"])
def send_one_time_link(staff: str, by_mail: bool | int | str = False) -> dict[str, str | bool | None]:
	"""A new one-time link for a login; the link of before works no more. Gives {"user", "link"} as `create_login` does.

	The person is told on the desk who asked for it. Somebody who decides gets it by mail alone. Raises PermissionError,
	ForeignRolesError, LoginError for who has left and for a disabled login.
	"""
	doc = _with_login(staff)
	if not frappe.db.get_value("User", doc.user, "enabled"):
		frappe.throw(_("The login {0} is disabled; enable it first.").format(doc.user), LoginError)
	link = _hand_out_link(doc, by_mail)
	put_on_desks(
		[doc.user],
		doc.doctype,
		doc.name,
		_("A new one-time link for your login was asked for."),
		from_user=frappe.session.user,
	)
	return {"user": doc.user, "link": link}


@frappe.whitelist(methods=["POST"])
def disable_login(staff: str) -> None:
	"""End a person's way in at once, with every session; the employment goes on. Raises as `send_one_time_link` does."""
	doc = _with_login(staff)
	access.shut_out(doc.user)
	doc.add_comment("Info", _("ended the login {0}").format(escape_html(doc.user)))


@frappe.whitelist(methods=["POST"])
def enable_login(staff: str) -> None:
	"""Open a login again for somebody who is employed. Raises as `send_one_time_link` does."""
	doc = _with_login(staff)
	access.let_in(doc.user)
	doc.add_comment("Info", _("opened the login {0} again").format(escape_html(doc.user)))


@contextmanager
def _quiet() -> Iterator[None]:
	"""What Frappe says of a new user (no user name, no System Manager) is nothing to whoever makes a login."""
	before, frappe.flags.mute_messages = frappe.flags.mute_messages, True
	try:
		yield
	finally:
		frappe.flags.mute_messages = before


def show_login(staff: SalesStaff) -> None:
	"""Event onload: for the form, what can be done about the login: {"enabled": bool} or nothing."""
	if not frappe.has_permission("Sales Staff", "write", doc=staff):
		return
	try:
		login_rules.check_kept_here(staff)
	except login_rules.ForeignRolesError:
		frappe.clear_last_message()
		return
	enabled = bool(staff.user and frappe.db.get_value("User", staff.user, "enabled"))
	staff.set_onload(
		"login", {"enabled": enabled, "shown": not staff.user or login_rules.may_be_shown(staff)}
	)


def _kept(staff: str, user: str | None = None) -> SalesStaff:
	"""The record, held, of an employed person whose login the session may keep."""
	frappe.get_doc("Sales Staff", staff).check_permission("write")
	doc = locking.document_now("Sales Staff", staff)
	login_rules.check_kept_here(doc, user)
	if doc.status == DEPARTED:
		frappe.throw(
			_("{0} has left and has no way in any more.").format(doc.staff_name),
			LoginError,
			title=_("Has Left"),
		)
	return doc


def _with_login(staff: str) -> SalesStaff:
	doc = _kept(staff)
	if not doc.user:
		frappe.throw(_("{0} has no login yet.").format(doc.staff_name), LoginError)
	return doc


def _hand_out_link(doc: SalesStaff, by_mail: bool | int | str) -> str | None:
	"""Make the link, and write down who asked for it and which way it went; the link itself stands nowhere."""
	by_mail = cint(by_mail)
	if not by_mail and not login_rules.may_be_shown(doc):
		frappe.throw(
			_("{0} decides and has logged in before: a new link goes by mail.").format(doc.staff_name),
			login_rules.ForeignRolesError,
		)
	link = frappe.get_doc("User", doc.user).reset_password()
	if by_mail:
		_mail(doc, link)
		doc.add_comment("Info", _("sent a one-time link to {0}").format(escape_html(doc.user)))
		return None
	doc.add_comment("Info", _("was shown a one-time link of the login {0}").format(escape_html(doc.user)))
	return link


def _mail(doc: SalesStaff, link: str) -> None:
	frappe.sendmail(
		recipients=[frappe.db.get_value("User", doc.user, "email")],
		subject=_("Your login"),
		message=_("{0}, set a password here to log in as {1}. The link works once.").format(
			escape_html(doc.staff_name), escape_html(doc.user)
		)
		+ f"<p><a href='{escape_html(link)}'>{_('Set the Password')}</a></p>",
	)
