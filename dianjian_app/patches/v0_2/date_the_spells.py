"""What Sales Staff said of itself becomes dated spells (decision 74)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from dianjian_app import roles

FORMER = ("agent_from", "agent_until")


def execute() -> None:
	"""Build spells from joining, leaving, position and the days as agent, for whoever has none. Idempotent.

	Written as rows, not through documents: nobody acts, and no figure changes. The columns of the days as agent are no
	fields any more, and stay in the database.
	"""
	has = [column for column in FORMER if frappe.db.has_column("Sales Staff", column)]
	staff, spell = frappe.qb.DocType("Sales Staff"), frappe.qb.DocType("Staff Spell")
	fields = ["name", "position", "joining_date", "leaving_date", "probation_until", *has]
	dated = frappe.qb.from_(spell).where(spell.parenttype == "Sales Staff").select(spell.parent)
	people = (
		frappe.qb.from_(staff)
		.where(staff.name.notin(dated))
		.select(*(staff[field] for field in fields))
		.run(as_dict=True)
	)
	for person in people:
		for idx, row in enumerate(spells_of(person), 1):
			frappe.get_doc(
				doctype="Staff Spell",
				name=frappe.generate_hash(length=10),
				parent=person.name,
				parenttype="Sales Staff",
				parentfield="spells",
				idx=idx,
				**row,
			).db_insert()


def spells_of(person: frappe._dict) -> list[dict]:
	"""The rows of somebody of the old shape: the days as agent, and what came before or after them."""
	joined = getdate(person.joining_date)
	left = getdate(person.leaving_date) if person.leaving_date else None
	first = max(joined, getdate(person.agent_from)) if person.get("agent_from") else joined
	last = getdate(person.agent_until) if person.get("agent_until") else None
	if left and last:
		last = min(left, last)
	is_agent, was_agent = person.position == roles.AGENT, last is not None
	rows: list[tuple[str, date, date | None]] = []
	if not is_agent and not was_agent:
		rows = [(person.position, joined, left)]
	else:
		# of the days before becoming an agent nobody knows the position; they are no agent's
		if first > joined:
			rows.append(
				(roles.CONSULTANT if is_agent else person.position, joined, first - timedelta(days=1))
			)
		ends = left if is_agent else last
		if ends is None or ends >= first:
			rows.append((roles.AGENT, first, ends))
		begins = last + timedelta(days=1) if last and not is_agent else None
		if begins and (left is None or begins <= left):
			rows.append((person.position, max(begins, first), left))
	made = [
		{"position": position, "from_date": start, "to_date": end}
		for position, start, end in rows
		if end is None or end >= start
	]
	if made:
		made[0]["probation_until"] = person.probation_until
	return made or [{"position": person.position, "from_date": joined, "to_date": left}]
