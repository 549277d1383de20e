"""The code of an invitation: it finds the visit at the door and marks the arrival once (R17, R40).

A code proves that somebody came with it, and nothing else: contact, lead-in and signature stay acts of people, so that a
code that was sent on counts for nobody.
"""

from __future__ import annotations

import base64
import io
import secrets
from typing import TYPE_CHECKING

import frappe
import pyqrcode  # Frappe's own, for logging in with two factors
from frappe import _
from frappe.utils import format_datetime, get_url

from dianjian_app.calls import sms_text
from dianjian_app.framework_compat import desk_path
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits import act_permissions, custody_chain
from dianjian_app.visits.code_text import ALPHABET, LENGTH, read_code, spelled
from dianjian_app.visits.errors import NotYourActError, VisitError
from dianjian_app.visits.visit_confirmation_events import act_on
from dianjian_app.visits.whose_customer import desk_at_work

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation

SCANNED = "dianjian_code_scanned"
"""hook: told the visit whose code was scanned"""
PLACES = ("customer_name", "agent_name", "centre", "project", "company", "planned_at", "code")


def check_text(centre: SalesCentre) -> None:
	"""Event validate of a centre: its text of invitations has known places and carries the code. Raises VisitError."""
	text = (centre.invitation_text or "").strip()
	centre.invitation_text = text or None
	if not text:
		return
	wrong = sms_text.unknown_places(text, PLACES)
	if wrong or "{code}" not in text or len(text) > sms_text.LONGEST:
		frappe.throw(
			_("The text of invitations has at most {0} characters, {1}, and no places but {2}.").format(
				sms_text.LONGEST, "{code}", ", ".join(f"{{{place}}}" for place in PLACES)
			),
			VisitError,
			title=_("Invitation Text"),
		)


@frappe.whitelist(methods=["POST"])
def invitation(visit: str) -> dict:
	"""What the agent sends the customer of an expected visit: {"text", "code", "picture": the QR code as an SVG data URI}.

	For the visit's agent and who stands above. The QR code holds the reception page's address with the code. Raises
	PermissionError, NotYourActError, VisitError (the customer is not expected any more).
	"""
	doc = frappe.get_doc("Visit Confirmation", visit, for_update=True)
	doc.check_permission("read")
	user = frappe.session.user
	if not (act_permissions.is_agent(doc, user) or act_permissions.is_above(doc, user)):
		frappe.throw(_("An invitation is sent by the agent who invited."), NotYourActError)
	if doc.stage != visit_stages.EXPECTED:
		frappe.throw(
			_("Visit {0} is {1} and needs no invitation.").format(doc.name, _(doc.stage)), VisitError
		)
	code = doc.invitation_code or _give_code(doc)
	return {"text": _text(doc, code), "code": spelled(code), "picture": _picture(code)}


def _give_code(visit: VisitConfirmation) -> str:
	code = "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))
	visit.db_set("invitation_code", code, update_modified=False)
	return code


def _text(visit: VisitConfirmation, code: str) -> str:
	# plain: what the centre calls itself
	centre = frappe.db.get_value(
		"Sales Centre", visit.centre, ["invitation_text", "project_name", "company_name"], as_dict=True
	)
	standard = _(
		"Dear {customer_name}, {centre} expects you at {planned_at}. Please call {agent_name} when you arrive and show this code at the front desk: {code}"
	)
	values = {
		"customer_name": visit.customer_name,
		"agent_name": visit.agent_name,
		"centre": visit.centre,
		"project": centre.project_name,
		"company": centre.company_name,
		"planned_at": format_datetime(visit.planned_at, "yyyy-MM-dd HH:mm"),
		"code": spelled(code),
	}
	return sms_text.fill(centre.invitation_text or standard, values, PLACES)


def _picture(code: str) -> str:
	link = f"{get_url(desk_path('reception'))}?code={code}"
	svg = io.BytesIO()
	pyqrcode.create(link, error="M").svg(svg, scale=6, background="#ffffff", xmldecl=False)
	return "data:image/svg+xml;base64," + base64.b64encode(svg.getvalue()).decode()


@frappe.whitelist(methods=["POST"])
def arrive_by_code(code: str) -> dict:
	"""The front desk scans or types an invitation's code: the arrival of that visit is recorded, once (R40).

	code: as typed, or the QR code's address. Gives {"visit", "customer_name"}. Raises PermissionError, NotYourActError,
	VisitError (no such code at this centre; or the customer arrived already, with when).
	"""
	desk = desk_at_work()
	row = frappe.db.get_value(
		"Visit Confirmation",
		{"invitation_code": read_code(code) or "-", "centre": desk.centre},
		["name", "customer_name", "phone_mask", "arrived_at", "led_in_at"],
		as_dict=True,
		for_update=True,
	)
	if not row:
		frappe.throw(
			_("No invitation of this sales centre has this code."), VisitError, title=_("Invitation Code")
		)
	first = row.arrived_at or row.led_in_at
	if first:
		frappe.throw(
			_("This code was used already: the customer arrived at {0}.").format(
				format_datetime(first, "yyyy-MM-dd HH:mm")
			),
			VisitError,
			title=_("Scanned Already"),
		)
	act_on(row.name, custody_chain.ARRIVE)
	for path in frappe.get_hooks(SCANNED):
		frappe.get_attr(path)(row.name)
	return {"visit": row.name, "customer_name": row.customer_name or row.phone_mask}
