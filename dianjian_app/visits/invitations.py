"""The rows of an invitation register: who may be invited, when, by whom received, and after which visit (R16, R18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from dianjian_app import arrival
from dianjian_app.in_words import listed
from dianjian_app.people.authority import stands_over
from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes import visit_stages
from dianjian_app.value_lists import among
from dianjian_app.visits import act_permissions, viewing_event_events
from dianjian_app.visits.errors import RegisterError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.invitation.invitation import Invitation
	from dianjian_app.dianjian_app.doctype.invitation_register.invitation_register import InvitationRegister


PLACE = ("centre", "sales_group", "agent", "date")
KNOWN_STATUSES = ("Invited", "Visited", "Deal")
FROM_VISIT = ("visit", "visited_at", "signed_by_name")
"""shown back by the visit; nobody writes them"""


def check(register: InvitationRegister, before: InvitationRegister | None) -> None:
	"""Check every row and fill in what follows from its customer, whatever the caller sent. Raises RegisterError."""
	known = {row.name: row for row in before.rows} if before else {}
	leads = _leads_of(row.lead for row in register.rows)
	missed = _missed_visits(register)
	intention = [code for code, grade in grades_of(register.centre).items() if grade.is_intention]
	corrected = _rows_of_the_corrected(register)
	seen: set[str] = set()
	viewing_event_events.check_guests(register)
	for row in register.rows:
		was, lead = known.get(row.name), leads.get(row.lead) or frappe._dict(name=row.lead)
		row.update({field: register.get(field) for field in PLACE})
		_check_customer(register, row, lead)
		_check_reason(register, row, was)
		if lead.grade not in intention and lead.status not in KNOWN_STATUSES and not row.exception_reason:
			_refuse_grade(row, lead, intention)
		_check_planned(register, row)
		_check_receptionist(register, row)
		if row.lead in seen:
			frappe.throw(
				_("Row {0}: {1} is on the register already.").format(row.idx, _name(lead)), RegisterError
			)
		seen.add(row.lead)
		_fill(row, lead, was, missed.get(row.lead))
		arrival.stamp(row, was or corrected.get(row.lead), now_datetime())
	if not register.docstatus:
		_refuse_on_other_drafts(register, seen)
	refuse_expected(seen)


def _rows_of_the_corrected(register: InvitationRegister) -> dict[str, frappe._dict]:
	"""lead → its row on the register that this one corrects."""
	if not register.amended_from:
		return {}
	rows = frappe.get_all("Invitation", {"parent": register.amended_from}, ["lead", "recorded_at"])
	return {row.lead: row for row in rows}


def _refuse_on_other_drafts(register: InvitationRegister, leads: set[str]) -> None:
	"""Refuse customers who stand on another unsigned register of the agent's: no name twice."""
	again = frappe.get_all(
		"Invitation",
		filters={
			"lead": ("in", among(leads)),
			"agent": register.agent,
			"docstatus": 0,
			"parent": ("!=", register.name or ""),
		},
		fields=["customer_name", "lead", "parent"],
		limit=1,
	)
	if again:
		frappe.throw(
			_("{0} stands on register {1} already, which is not signed yet.").format(
				again[0].customer_name or again[0].lead, again[0].parent
			),
			RegisterError,
			title=_("Invited Already"),
		)


def refuse_expected(leads: Iterable[str]) -> None:
	"""Refuse customers whose visit is under way: nobody is invited twice at once. Raises RegisterError.

	Two registers signed at the very same moment meet in the unique expected_key of their visits.
	"""
	again = frappe.get_all(
		"Visit Confirmation",
		filters={"lead": ("in", among(leads)), "stage": ("in", visit_stages.UNDER_WAY)},
		fields=["name", "customer_name", "planned_at"],
		limit=1,
	)
	if again:
		frappe.throw(
			_("{0} is invited already for {1} ({2}).").format(
				again[0].customer_name or again[0].name,
				frappe.format(again[0].planned_at, "Datetime"),
				again[0].name,
			),
			RegisterError,
			title=_("Invited Already"),
		)


def _leads_of(names: Iterable[str]) -> dict:
	rows = frappe.get_all(
		"Call Lead",
		filters={"name": ("in", among(n for n in names if n))},
		fields=[
			*("name", "agent", "centre", "customer_name", "source", "product_need", "phone_mask"),
			*("phone_hash", "do_not_call", "grade", "status"),
		],
	)
	return {row.name: row for row in rows}


def _missed_visits(register: InvitationRegister) -> dict[str, str]:
	"""lead → the agent's missed visit that an invitation of it follows: the latest that none has followed yet."""
	rows = frappe.get_all(
		"Visit Confirmation",
		filters={
			"lead": ("in", among(row.lead for row in register.rows if row.lead)),
			"agent": register.agent,
			"stage": ("in", (visit_stages.NO_SHOW, visit_stages.RE_INVITED)),
			"next_visit": ("is", "not set"),
		},
		fields=["lead", "name"],
		order_by="planned_at",
	)
	return {row.lead: row.name for row in rows}


def _name(lead: frappe._dict) -> str:
	return lead.customer_name or lead.name


def _check_customer(register: InvitationRegister, row: Invitation, lead: frappe._dict) -> None:
	if lead.centre != register.centre or lead.agent != register.agent:
		frappe.throw(
			_(
				"Row {0}: {1} is not in this agent's hands; take the row out, or hand the customer out first."
			).format(row.idx, _name(lead)),
			RegisterError,
			title=_("Not Your Customer"),
		)
	if lead.do_not_call:
		frappe.throw(
			_("Row {0}: {1} refuses calls and is not invited.").format(row.idx, _name(lead)), RegisterError
		)


def _check_reason(register: InvitationRegister, row: Invitation, was: Invitation | None) -> None:
	"""Only who stands over the group invites somebody who is no intention customer, and says why."""
	row.exception_reason = (row.exception_reason or "").strip() or None
	before = was.exception_reason if was and was.lead == row.lead else None
	if row.exception_reason == (before or None) or not row.exception_reason:
		return
	if not stands_over(frappe.session.user, register.sales_group, register.centre):
		frappe.throw(
			_(
				"Row {0}: only the leader invites a customer who is no intention customer, with a reason."
			).format(row.idx),
			RegisterError,
		)
	row.exception_reason = hide_numbers(row.exception_reason)


def _refuse_grade(row: Invitation, lead: frappe._dict, intention: list[str]) -> None:
	frappe.throw(
		_(
			"Row {0}: {1} is graded {2}; only intention customers ({3}) are invited. The leader may invite all the same, with a reason in the row."
		).format(row.idx, _name(lead), lead.grade or "-", listed(intention)),
		RegisterError,
		title=_("No Intention Customer"),
	)


def _check_planned(register: InvitationRegister, row: Invitation) -> None:
	planned = _moment(row.planned_at)
	if planned is None or planned.date() < getdate(register.date):
		frappe.throw(
			_("Row {0}: enter the planned visit, not before the register's day.").format(row.idx),
			RegisterError,
		)
	row.planned_at = planned


def _moment(value: object) -> datetime | None:
	try:
		return get_datetime(value) if value else None
	except ValueError:
		return None


def _check_receptionist(register: InvitationRegister, row: Invitation) -> None:
	if row.receptionist and not act_permissions.may_receive(
		row.receptionist, register.centre, register.agent
	):
		frappe.throw(
			_("Row {0}: {1} cannot receive; choose an active sales consultant of {2}.").format(
				row.idx,
				frappe.db.get_value("Sales Staff", row.receptionist, "staff_name") or row.receptionist,
				register.centre,
			),
			RegisterError,
		)


def _fill(row: Invitation, lead: frappe._dict, was: Invitation | None, missed: str | None) -> None:
	row.customer_name, row.source = lead.customer_name, lead.source
	row.phone_mask, row.phone_hash = lead.phone_mask, lead.phone_hash
	row.grade = lead.grade
	if not was:
		row.product_need = row.product_need or lead.product_need
	row.remarks = hide_numbers(row.remarks) if row.remarks else None
	row.previous_visit = missed
	for field in FROM_VISIT:
		row.set(field, was.get(field) if was else None)
