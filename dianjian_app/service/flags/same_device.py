"""Was this device the agent's? A cookie of the app's own says it, for 30 days; nothing of a device is read (R17, R42).

Whoever logs in leaves a mark of the day in the browser. A mark says nothing to who reads it: the server can only ask
whether it is that of one person. It is asked where a customer's code is scanned and where a customer's link is answered,
and what it finds is a flag for people to look at.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import frappe
from frappe.utils import getdate, now_datetime

from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.vault import phone_key
from dianjian_app.service.flags.detectors import Evidence, Finding, Kind
from dianjian_app.service.flags.raising import put_down

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.survey_link.survey_link import SurveyLink

COOKIE = "dianjian_device"
DAYS = 30
MOST_MARKS = 6
"""so many people's marks one device keeps"""
DIGITS = 24


def remember_device(login_manager: Any = None) -> None:
	"""Hook of a new session: this person has used this device today."""
	cookies = getattr(frappe.local, "cookie_manager", None)
	staff = staff_of_user(frappe.session.user) if frappe.session.user != "Guest" else None
	if not cookies or not staff:
		return
	today = getdate()
	mine = mark_of(staff, today)
	others = [mark for mark in _marks() if _day_of(mark) and not _is_of(mark, staff, today)]
	expires = now_datetime() + timedelta(days=DAYS)
	cookies.set_cookie(COOKIE, ".".join([mine, *others][:MOST_MARKS]), expires=expires, httponly=True)


def code_scanned(visit: str) -> None:
	"""Hook dianjian_code_scanned: the code of an invitation was scanned; flagged if on a device that was its agent's."""
	fields = ["agent", "centre"]
	row = frappe.db.get_value("Visit Confirmation", visit, fields, as_dict=True)
	if row and row.agent and was_used_by(row.agent):
		_flag(row.centre, row.agent, Evidence("Visit Confirmation", visit, now_datetime()))


def link_answered(link: SurveyLink) -> None:
	"""A customer's link was answered; flagged if on a device that was used by the person scored."""
	if link.agent and link.centre and was_used_by(link.agent):
		_flag(link.centre, link.agent, Evidence("Survey Link", link.name, now_datetime()))


def was_used_by(staff: str) -> bool:
	"""Has this request's device a mark of the person, of the last DAYS days?"""
	today = getdate()
	return any(_is_of(mark, staff, today) for mark in _marks())


def mark_of(staff: str, day: date) -> str:
	"""The day, and what only this site can make of the person and the day."""
	digest = hmac.new(phone_key(), f"device|{staff}|{day:%Y%m%d}".encode(), hashlib.sha256).hexdigest()
	return f"{day:%Y%m%d}{digest[:DIGITS]}"


def _marks() -> list[str]:
	request = getattr(frappe.local, "request", None)
	said = request.cookies.get(COOKIE, "") if request else ""
	return [mark for mark in said[:500].split(".") if len(mark) == 8 + DIGITS][:MOST_MARKS]


def _is_of(mark: str, staff: str, today: date) -> bool:
	day = _day_of(mark)
	if not day or not timedelta(0) <= today - day <= timedelta(days=DAYS):
		return False
	return hmac.compare_digest(mark.encode(), mark_of(staff, day).encode())


def _day_of(mark: str) -> date | None:
	try:
		return datetime.strptime(mark[:8], "%Y%m%d").date()
	except ValueError:
		return None


def _flag(centre: str, agent: str, evidence: Evidence) -> None:
	put_down(centre, [Finding(Kind.SAME_DEVICE, agent, (evidence,), key=evidence.name)])
