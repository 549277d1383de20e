"""The reception page: who is expected today, who has come, and what the reader does next (R17, R40).

Everybody sees the visits of their own rows: the front desk the centre's, agent and consultant their own, a leader the
group's. The acts are those of `custody`; this page shows them to whom they belong and decides nothing.
"""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime, getdate, now_datetime

from dianjian_app.people.staffing import staff_of_user
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits import act_permissions, custody_chain, visit_acts, visitor_checks
from dianjian_app.visits.visit_form_guide import next_in_words
from dianjian_app.visits.whose_customer import desk_of

MOST = 200
FIELDS = (
	*("name", "customer_name", "phone_mask", "product_need", "party_size", "agent", "agent_name", "centre"),
	*("receptionist", "receptionist_name", "planned_at", "stage", "outcome", "arrived_at", "contacted_by"),
	*(
		"contacted_at",
		"led_in_by",
		"led_in_at",
		"signed_by",
		"signed_at",
		"confirmed_by",
		"sales_group",
		"walk_in",
	),
	*("left_at", *visitor_checks.FIELDS),
)
SHOWN = (
	*("name", "customer_name", "phone_mask", "product_need", "party_size", "agent_name"),
	*("receptionist_name", "planned_at", "stage", "outcome", "arrived_at", "contacted_at"),
	*("led_in_at", "signed_at", "left_at"),
)
HERE = (custody_chain.ARRIVE, custody_chain.CONTACT, custody_chain.LEAD_IN, custody_chain.SIGN)
"""the acts that are done while the customer is there"""


@frappe.whitelist()
def visits_of_the_day(find: str = "") -> dict:
	"""Visits planned for today or whose customers have come today; or the open visits of any day that are asked for.

	find: a name, or the last four digits of a number. Gives {"visits": [{…, "acts": the reader's acts now, "next": whose
	acts are next, in words, "is_late": bool, "missing": bool, "checks": what the front desk noted, for itself}], "at_front_desk": bool}, by time, the first MOST.
	"""
	now = now_datetime()
	me, desk = staff_of_user(frappe.session.user), desk_of(frappe.session.user)
	rows = _rows(str(find or "").strip()[:60], now.strftime("%Y-%m-%d"))
	return {"visits": [_shown(row, me, desk, now) for row in rows], "at_front_desk": bool(desk)}


def _rows(find: str, today: str) -> list[frappe._dict]:
	if not frappe.has_permission("Visit Confirmation"):
		return []
	if find:
		by_digits = find.isdigit() and len(find) == 4
		# the text is looked for as it stands: % and _ match nothing else
		text = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in find)
		filters = {
			"stage": ("in", custody_chain.OPEN),
			"docstatus": 0,
			"phone_mask" if by_digits else "customer_name": (
				"like",
				f"%{text}" if by_digits else f"%{text}%",
			),
		}
		return frappe.get_list(
			"Visit Confirmation",
			filters=filters,
			fields=FIELDS,
			order_by="planned_at",
			limit_page_length=MOST,
		)
	return frappe.get_list(
		"Visit Confirmation",
		filters={"docstatus": ("<", 2), "stage": ("!=", visit_stages.RE_INVITED)},
		or_filters={"date": today, "arrived_at": (">=", today)},
		fields=FIELDS,
		order_by="planned_at",
		limit_page_length=MOST,
	)


def _shown(row: frappe._dict, me: str | None, desk: frappe._dict | None, now: datetime) -> dict:
	today = getdate(now)
	chain = visit_acts.chain_of(row)
	is_open = row.stage in custody_chain.OPEN
	return {
		**{field: row[field] for field in SHOWN},
		"acts": [act for act in HERE if chain.fits(act, today) and _is_mine(row, act, me, desk)],
		"next": [next_in_words(act, row) for act in chain.next_acts(today)],
		"missing": bool(is_open and not chain.walk_in and chain.missing(today)),
		"checks": _checks(row, desk),
		"is_late": bool(row.stage == visit_stages.EXPECTED and get_datetime(row.planned_at) < now),
	}


def _checks(row: frappe._dict, desk: frappe._dict | None) -> dict | None:
	"""What the front desk has noted, for the desk that may note more of a customer who is here."""
	here = row.arrived_at or row.led_in_at or row.signed_at
	if not (here and desk and act_permissions.is_desk_of(row, desk.name, desk.centre)):
		return None
	return {field: row[field] for field in visitor_checks.FIELDS}


def _is_mine(row: frappe._dict, act: str, me: str | None, desk: frappe._dict | None) -> bool:
	"""Does the button stand here? The act itself asks again, with all it needs (`visit_acts.refusal`)."""
	if act in (custody_chain.ARRIVE, custody_chain.LEAD_IN):
		return desk is not None and act_permissions.is_desk_of(row, desk.name, desk.centre)
	if act == custody_chain.CONTACT:
		return bool(me) and row.agent == me
	return bool(me) and row.receptionist == me and row.agent != me
