"""What stands beside a development plan, and what follows for it: appraisals, trainings, a move, a day that comes (R56)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import permissions, roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import DEPARTED
from dianjian_app.service.development.development_plan_events import (
	ACKNOWLEDGED,
	CLOSED,
	OPEN,
	PLAN,
	STEP,
)
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession

SHOWN = 5
TRAININGS_BACK = timedelta(days=90)
PLAN_AHEAD, STEP_AHEAD = timedelta(days=7), timedelta(days=1)


@frappe.whitelist(methods=["GET"])
def stands_beside(agent: str) -> dict:
	"""What is known of a person beside their plan, to whoever may read it.

	Gives {"appraisals": [{name, date, kind, result, total}], "trainings": [{name, topic, date, result}], "due": [{name,
	reason, date}], "offered": trainings of the centre that a plan can name}. Raises PermissionError.
	"""
	frappe.has_permission(PLAN, "read", throw=True)
	plan = frappe.get_doc(doctype=PLAN, agent=agent)
	fill_person(plan, getdate())
	permissions.check_in_scope(plan)
	return {
		"appraisals": _rows(
			"Staff Appraisal",
			{"agent": agent, "docstatus": 1},
			["name", "date", "kind", "result", "total"],
		),
		"trainings": _attended(agent),
		"due": _rows("Training Due", {"agent": agent, "status": "Open"}, ["name", "date", "reason"]),
		"offered": _offered(plan.centre) if frappe.has_permission(PLAN, "write") else [],
	}


def _rows(doctype: str, filters: dict, fields: list[str]) -> list[dict]:
	"""The newest rows that the reader may see; none of what is closed to them."""
	if not frappe.has_permission(doctype, "read"):
		return []
	return frappe.get_list(doctype, filters, fields, order_by="date desc, name desc", limit=SHOWN)


def _attended(agent: str) -> list[dict]:
	"""The newest trainings that a person attended: a fact of the person, whose plan the reader may read."""
	wanted = {"parenttype": "Training Session", "staff": agent, "attended": 1, "docstatus": 1}
	rows = frappe.get_all(
		"Training Attendee", wanted, ["parent", "date", "result"], order_by="date desc, parent", limit=SHOWN
	)
	names = {"name": ("in", among(row.parent for row in rows))}
	topics = {r.name: r.topic for r in frappe.get_all("Training Session", names, ["name", "topic"])}
	return [
		{"name": row.parent, "topic": topics.get(row.parent), "date": row.date, "result": row.result}
		for row in rows
	]


def _offered(centre: str) -> list[dict]:
	"""Topics and days of the centre's trainings, of the last months and to come: who writes a plan names one of them."""
	wanted = {"centre": centre, "docstatus": ("<", 2), "date": (">=", getdate() - TRAININGS_BACK)}
	fields = ["name", "topic", "date"]
	return frappe.get_all("Training Session", wanted, fields, order_by="date desc, name", limit=50)


def training_held(session: TrainingSession, method: str | None = None) -> None:
	"""Doc event of Training Session, on_submit: steps that name it are done for who attended."""
	attended = [row.staff for row in session.attendees if row.attended]
	rows = _steps_of(str(session.name), attended)
	if rows:
		names = {"name": ("in", among(rows)), "done_on": ("is", "not set")}
		frappe.db.set_value(STEP, names, "done_on", session.date, update_modified=False)


def training_taken_back(session: TrainingSession, method: str | None = None) -> None:
	"""Doc event of Training Session, on_cancel: what was done by it alone is open again."""
	rows = _steps_of(str(session.name), [row.staff for row in session.attendees if row.attended])
	if rows:
		names = {"name": ("in", among(rows)), "done_on": session.date}
		frappe.db.set_value(STEP, names, "done_on", None, update_modified=False)


def _steps_of(session: str, people: list[str]) -> list[str]:
	steps = frappe.get_all(STEP, {"session": session, "parenttype": PLAN}, ["name", "parent"], limit=0)
	open_plans = {
		"name": ("in", among(row.parent for row in steps)),
		"agent": ("in", among(people)),
		"stage": ("!=", CLOSED),
	}
	plans = set(frappe.get_all(PLAN, open_plans, pluck="name", limit=0))
	return [row.name for row in steps if row.parent in plans]


def staff_moved(staff: str, old_group: str, new_group: str | None, day: date) -> None:
	"""Hook dianjian_staff_moved: open plans go with the person, to who leads the new group."""
	centre = new_group and frappe.get_cached_value("Sales Group", new_group, "centre")
	place = {"sales_group": new_group, **({"centre": centre} if centre else {})}
	frappe.db.set_value(PLAN, {"agent": staff, "stage": ("!=", CLOSED)}, place, update_modified=False)


def remind_daily(today: date | None = None) -> list[str]:
	"""Daily job: who leads is told of plans to be looked at, the person and who leads of steps that are due; each once."""
	day = today or getdate()
	return [*_plans_due(day), *_steps_due(day)]


def _plans_due(day: date) -> list[str]:
	wanted = {"stage": ("in", (OPEN, ACKNOWLEDGED)), "to_date": ("<=", day + PLAN_AHEAD)}
	plans = _open_plans(wanted)
	told = [plan for plan in plans if plan.reminded_for != plan.to_date]
	for plan in told:
		subject = _("The development plan of {0} is looked at again on {1}.").format(
			plan.agent_name, formatdate(plan.to_date)
		)
		put_on_desks(_who_leads(plan), PLAN, plan.name, subject)
		frappe.db.set_value(PLAN, plan.name, "reminded_for", plan.to_date, update_modified=False)
	return [plan.name for plan in told]


def _steps_due(day: date) -> list[str]:
	wanted = {"parenttype": PLAN, "due_on": ("<=", day + STEP_AHEAD), "done_on": ("is", "not set")}
	rows = frappe.get_all(STEP, wanted, ["name", "parent", "what", "due_on", "told_for"], limit=0)
	late = [row for row in rows if row.told_for != row.due_on]
	named = {"name": ("in", among(row.parent for row in late)), "stage": ("in", (OPEN, ACKNOWLEDGED))}
	plans = {plan.name: plan for plan in _open_plans(named)}
	for row in (row for row in late if row.parent in plans):
		plan = plans[row.parent]
		subject = _("Development plan of {0}, due on {1}: {2}").format(
			plan.agent_name, formatdate(row.due_on), row.what
		)
		put_on_desks(sorted({*_who_leads(plan), plan.user or ""} - {""}), PLAN, plan.name, subject[:140])
		frappe.db.set_value(STEP, row.name, "told_for", row.due_on, update_modified=False)
	return [row.name for row in late if row.parent in plans]


def _open_plans(filters: dict) -> list[frappe._dict]:
	"""Plans of people who are still there, with the login of the person and of who leads the group."""
	fields = ["name", "agent", "agent_name", "sales_group", "centre", "to_date", "reminded_for"]
	plans = frappe.get_all(PLAN, filters, fields, order_by="name", limit=0)
	groups = {"name": ("in", among(plan.sales_group for plan in plans)), "leader": ("is", "set")}
	leaders = {g.name: g.leader for g in frappe.get_all("Sales Group", groups, ["name", "leader"], limit=0)}
	people = {
		"name": ("in", among([*(plan.agent for plan in plans), *leaders.values()])),
		"status": ("!=", DEPARTED),
	}
	users = {p.name: p.user for p in frappe.get_all("Sales Staff", people, ["name", "user"], limit=0)}
	return [
		frappe._dict(plan, user=users[plan.agent], leader=users.get(leaders.get(plan.sales_group) or ""))
		for plan in plans
		if plan.agent in users
	]


def _who_leads(plan: frappe._dict) -> list[str]:
	"""The leader of the group; of leaders, and of whoever has no group, the manager."""
	users = {plan.leader or ""} - {"", plan.user}
	return sorted(users or ({*deciders(plan.centre, roles.MANAGER)} - {plan.user}))
