"""How the link of a survey gets to the customer: in a text that the app sends, or by hand; or one asks by phone (R42).

A token is made as it goes out and is stored as a fingerprint alone: not in the text of the message, in no log, and in no
list of whom it scores or of the group. A new token ends the one before. Whoever gives a link by hand may have chosen whom
to ask: the answer is marked, and the metric that a rule uses says whether it counts (R27).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, get_url, now_datetime

from dianjian_app import roles
from dianjian_app.locking import document_now
from dianjian_app.people.authority import check_position, refuse_about_oneself
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.service.flags.review_flag_events import settle_denied
from dianjian_app.service.public_text import one_line
from dianjian_app.service.survey_link_events import NONE, OPEN, REAL, SurveyLinkError
from dianjian_app.service.survey_template_events import LINK

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.survey_link.survey_link import SurveyLink

PAGE = "/customer-survey"
ASK = (roles.SERVICE, roles.MANAGER)


def fingerprint(token: str) -> str:
	"""What is stored of a token. It is long and drawn by lot, so a plain digest tells nothing of it."""
	return hashlib.sha256(f"survey link|{token}".encode()).hexdigest()


def new_address(link: str, *, by_hand: bool) -> str:
	"""A new address of an open link, which ends the one before; it is given once and stored nowhere."""
	token = secrets.token_urlsafe(18)
	values = {
		"token_hash": fingerprint(token),
		"by_hand": int(by_hand),
		"given_by": frappe.session.user if by_hand else None,
		"sent_at": now_datetime(),
	}
	frappe.db.set_value("Survey Link", link, values)
	return f"{get_url(PAGE)}#{token}"


def put_link_in(message: str, text: str) -> str:
	"""Hook dianjian_text_before_sending: the text of a Message Log with its link, "" where the customer needs none any more."""
	if LINK not in text:
		return text
	link = frappe.db.get_value(
		"Survey Link", {"message": message}, ["name", "status", "expires_at"], as_dict=True, for_update=True
	)
	if not link or not is_open(link):
		return ""
	return " ".join(text.replace(LINK, f" {new_address(link.name, by_hand=False)} ").split())


@frappe.whitelist(methods=["POST"])
def give_by_hand(link: str) -> str:
	"""The address of a link for a person who sends it on; the answer is marked as of a link given by hand (R27, R42).

	link: an open Survey Link that the user may write. Gives the address, once. Raises PermissionError (who is scored, or
	of that group, gets none), SurveyLinkError.
	"""
	return new_address(to_ask(link).name, by_hand=True)


@frappe.whitelist(methods=["POST"])
def looked_at(link: str, finding: str, note: str = "") -> None:
	"""The manager's finding on a visit that its customer denies; nothing else follows by itself (R42).

	finding: The Visit Was Real, or There Was No Visit; note: why. Saying it again replaces it. Raises PermissionError,
	SurveyLinkError.
	"""
	doc = document_now("Survey Link", link)
	doc.check_permission("write")
	check_position(doc, roles.MANAGER)
	refuse_about_oneself(doc)
	if not doc.never_visited or finding not in (REAL, NONE):
		frappe.throw(_("There is nothing to be found here."), SurveyLinkError)
	values = {"finding": finding, "finding_note": one_line(note, 500)}
	doc.db_set({**values, "found_by": frappe.session.user, "found_at": now_datetime()}, notify=True)
	settle_denied(doc.name, doc.centre, finding, values["finding_note"])


def to_ask(link: str) -> SurveyLink:
	"""The open link, for somebody who may ask its customer. Raises PermissionError, SurveyLinkError."""
	mine = staff_of_user(frappe.session.user)
	group = mine and frappe.db.get_value("Sales Staff", mine, "sales_group")
	doc = document_now("Survey Link", link)
	doc.check_permission("write")
	check_position(doc, *ASK)
	refuse_about_oneself(doc)
	if group and group == doc.sales_group:
		frappe.throw(_("Who belongs to the group does not ask its customers."), frappe.PermissionError)
	if not is_open(doc):
		frappe.throw(_("{0} is answered or over.").format(doc.name), SurveyLinkError)
	return doc


def is_open(link: SurveyLink | frappe._dict) -> bool:
	return link.status == OPEN and get_datetime(link.expires_at) > now_datetime()
