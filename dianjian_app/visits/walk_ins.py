"""Customers who come without an invitation (新访客户): a visit without a register, received by the consultant on turn.

A walk-in counts for nobody's invitations. Its deal is recorded as any other and credits an agent only where an earlier
visit of the customer counted (R17, R19, R40). A number that a lead of the centre has gets no second lead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import frappe
from frappe import _
from frappe.query_builder.functions import Max
from frappe.utils import cint, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.locking import row_now
from dianjian_app.people.staffing import group_on
from dianjian_app.resources.intake.known_numbers import known_numbers
from dianjian_app.resources.intake.lead_series import lock_lead_series
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.finding import NotANumberError
from dianjian_app.resources.numbers.phone import hide_numbers, mask, read_numbers
from dianjian_app.resources.pool.availability import present_staff
from dianjian_app.resources.pool.call_rotation import LOOKED_BACK, longest_without_call
from dianjian_app.visits import custody_chain
from dianjian_app.visits.errors import VisitError
from dianjian_app.visits.visit_confirmation_events import act_on
from dianjian_app.visits.whose_customer import desk_at_work

MOST_PERSONS = 1000


@frappe.whitelist(methods=["POST"])
def register_walk_in(
	customer_name: str,
	source: str,
	number: str = "",
	party_size: int | str = 1,
	product_need: str | None = None,
) -> dict:
	"""The front desk registers a customer who came without an invitation: the visit, and the lead of a new number (R17, R40).

	source: one of those for who comes by themselves (近半年来电来访); number: one full number in any spelling, "" where
	the visitor gives none: such a customer is in nobody's list to call. Gives {"visit", "receptionist_name": the consultant
	on turn, "" where none is there and the leader names one}; whether the number was known is not told (R47).
	Raises PermissionError, NotANumberError, NumberLimitError, VisitError (no name, source, or the customer is expected).
	"""
	desk = desk_at_work()
	numbers = _read_number(number, desk.centre)
	named = hide_numbers(str(customer_name or "").strip()[:140])
	if not named:
		frappe.throw(_("Enter the visitor's name."), VisitError, title=_("Walk-in"))
	chosen = {"name": source or "-", "is_inbound": 1, "disabled": 0, "is_group": 0}
	if not frappe.db.exists("Channel Source", chosen):
		frappe.throw(_("Choose a source for customers who come by themselves."), VisitError)
	asking.check("Visit Confirmation", numbers, place=desk)
	hashes = vault.store(numbers)
	lock_lead_series()
	today = getdate(now_datetime())
	receptionist = consultant_on_turn(desk.centre, today)
	facts = {
		"customer_name": named,
		"phone_mask": mask(numbers[0]) if numbers else None,
		"phone_hash": hashes[numbers[0]] if numbers else None,
		"source": source,
		"product_need": product_need,
		"centre": desk.centre,
		"sales_group": (receptionist and group_on(receptionist, today)) or desk.sales_group,
		"date": today,
	}
	known = known_numbers(desk.centre, hashes).get(numbers[0]) if numbers else None
	lead = known or _new_lead(facts)
	visit = _expect(lead, facts, receptionist, min(max(cint(party_size), 1), MOST_PERSONS))
	act_on(visit, custody_chain.ARRIVE)
	# plain: a name decides nothing
	receives = receptionist and frappe.db.get_value("Sales Staff", receptionist, "staff_name")
	return {"visit": visit, "receptionist_name": receives or ""}


def _read_number(number: str, centre: str) -> tuple[str, ...]:
	"""The number in E.164, none where nothing was typed. Raises NotANumberError."""
	typed = str(number or "").strip()[:80]
	area_code = frappe.db.get_value("Sales Centre", centre, "area_code")
	numbers = read_numbers(typed, area_code or "").numbers if typed else ()
	if typed and len(numbers) != 1:
		frappe.throw(
			_("Enter one full phone number, with the area code if it is a landline."),
			NotANumberError,
			title=_("Walk-in"),
		)
	return tuple(numbers)


def consultant_on_turn(centre: str, day: date) -> str | None:
	"""The consultant who gets the next walk-in: of those present, whose last one lies furthest back; None: nobody is there.

	The caller holds the lock of the lead series, so that two customers at one moment go to two consultants.
	"""
	at_centre = {"centre": centre, "position": roles.CONSULTANT, "status": "Active"}
	present = present_staff(frappe.get_all("Sales Staff", at_centre, pluck="name", limit=0), day)
	return longest_without_call(present, _last_walk_ins(sorted(present), day))


def _last_walk_ins(consultants: list[str], day: date) -> Mapping[str, datetime]:
	"""Consultant → when they last got a walk-in. The locking read sees what was registered a moment ago."""
	if not consultants:
		return {}
	visit = frappe.qb.DocType("Visit Confirmation")
	query = (
		frappe.qb.from_(visit)
		.select(visit.receptionist, Max(visit.creation))
		.where(visit.receptionist.isin(consultants) & (visit.walk_in == 1))
		.where((visit.date > day - LOOKED_BACK) & (visit.date <= day))
		.groupby(visit.receptionist)
	)
	return dict(query.for_update().run())


def _new_lead(facts: Mapping[str, object]) -> str:
	refused = facts["phone_hash"] and vault.refused([str(facts["phone_hash"])])
	lead = frappe.get_doc(
		doctype="Call Lead",
		**facts,
		status="Out" if refused else "Pool",
		do_not_call=int(bool(refused)),
		numbers=[
			{
				"phone_mask": facts["phone_mask"],
				"phone_hash": facts["phone_hash"],
				"is_primary": 1,
				"centre": facts["centre"],
			}
		]
		if facts["phone_hash"]
		else [],
	)
	lead.flags.by_stage = True
	lead.insert(ignore_permissions=True)  # only the app creates leads; the registration does it here
	return lead.name


def _expect(lead: str, facts: Mapping[str, object], receptionist: str | None, party_size: int) -> str:
	expected = row_now("Visit Confirmation", {"expected_key": lead}, ["name"])
	if expected:
		frappe.throw(
			_("This customer is expected: find visit {0} and record the arrival there.").format(
				expected.name
			),
			VisitError,
			title=_("Expected Already"),
		)
	visit = frappe.get_doc(
		doctype="Visit Confirmation",
		**facts,
		lead=lead,
		planned_at=now_datetime(),
		receptionist=receptionist,
		party_size=party_size,
		walk_in=1,
	)
	visit.flags.by_app = True
	visit.insert(ignore_permissions=True)  # a visit is made by the app alone; the registration does it here
	return visit.name
