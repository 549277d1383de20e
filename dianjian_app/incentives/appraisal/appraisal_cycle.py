"""Appraisals by a scheme: opened for everybody it binds when a period is over, answered, weighed (R38).

A daily job opens them the day after the period, reminds who has not answered, and weighs what is there when everybody has
answered or the time is over. Nothing is weighed before: a total that grows would tell each answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, cint, formatdate, getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.incentives.appraisal.schemes import METRIC, WEIGHT_FIELDS, due_period
from dianjian_app.incentives.engine.needs import Need
from dianjian_app.incentives.engine.rule import Counted
from dianjian_app.incentives.engine.rule_options import PeriodType, SubjectType
from dianjian_app.incentives.metrics.metric import read_figures, read_metrics
from dianjian_app.locking import document_now, rows_now
from dianjian_app.own_transactions import for_each
from dianjian_app.people.appraisal_weighting import (
	COLLEAGUE,
	DEPARTMENT,
	LEADER,
	SELF,
	SIDES,
	Criterion,
	weigh,
)
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.period import Period
from dianjian_app.people.staff_appraisal_events import ANSWERING, FOR_TALK
from dianjian_app.people.staff_record import OnDay
from dianjian_app.people.staffing import names_of_centre, read_staffing, user_of_staff

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.appraisal_scheme.appraisal_scheme import AppraisalScheme
	from dianjian_app.dianjian_app.doctype.staff_appraisal.staff_appraisal import StaffAppraisal

APPRAISAL, FORM = "Staff Appraisal", "Appraisal Form"
OPEN, SENT, MISSED, ANSWER = "Open", "Sent", "Missed", "Answer"
DEPARTMENTS = (roles.FRONT_DESK, roles.SERVICE, roles.PLANNING, roles.ADMINISTRATION)


def run_daily() -> None:
	"""Daily job: open what is due, remind who has not answered, weigh what is over."""
	open_due(getdate())
	remind(getdate())
	weigh_due(getdate())


def open_due(as_of: date) -> None:
	"""Open the appraisals of the periods that are over; done twice it opens nothing more."""
	schemes = [
		frappe.get_cached_doc("Appraisal Scheme", name)
		for name in frappe.get_all("Appraisal Scheme", {"disabled": 0}, pluck="name")
	]
	centres = frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name")
	units = [
		(scheme, centre, period)
		for scheme in schemes
		if (period := due_period(scheme, as_of))
		for centre in ([scheme.centre] if scheme.centre else centres)
	]
	for_each(
		units,
		lambda unit: open_for_centre(*unit, as_of),
		lambda unit: f"Appraisals by {unit[0].name} at {unit[1]} could not be opened",
	)


def open_for_centre(scheme: AppraisalScheme, centre: str, period: Period, as_of: date) -> list[str]:
	"""Open the appraisals of a centre for a period; gives their names. Who is bound is judged by the period's last day."""
	people = _people_on(centre, period.end)
	bound = [n for n, on in people.items() if not scheme.position or on.position == scheme.position]
	keys = {name: f"{scheme.name}|{name}|{period.start}" for name in bound}
	if not keys:
		return []
	there = set(
		frappe.get_all(APPRAISAL, {"cycle_key": ("in", list(keys.values()))}, pluck="cycle_key", limit=0)
	)
	due = read_calendars([centre])[centre].add_working_days(as_of, cint(scheme.days_to_answer))
	made: list[str] = []
	asked: dict[str, str] = {}
	for name in (n for n in bound if keys[n] not in there):
		appraisal = _open(scheme, name, period, due, keys[name])
		made.append(appraisal.name)
		for side, appraiser in _asked(scheme, name, people):
			asked.setdefault(appraiser, _ask(scheme, appraisal, side, appraiser))
	for appraiser, form in asked.items():
		_tell(appraiser, form, _("You are asked for appraisals; answer by {0}.").format(formatdate(due)))
	return made


def _people_on(centre: str, day: date) -> dict[str, OnDay]:
	staffing = read_staffing(names_of_centre(centre), Period.day(day))
	on = {name: staffing.on(name, day) for name in sorted(staffing.staff)}
	return {name: at for name, at in on.items() if at.employed and at.centre == centre}


def _open(scheme: AppraisalScheme, agent: str, period: Period, due: date, key: str) -> StaffAppraisal:
	appraisal: StaffAppraisal = frappe.get_doc(
		doctype=APPRAISAL,
		agent=agent,
		kind="Periodic",
		date=period.end,
		period_start=period.start,
		period_end=period.end,
		scheme=scheme.name,
		stage=ANSWERING,
		due_on=due,
		cycle_key=key,
	)
	appraisal.flags.by_cycle = True
	return appraisal.insert(ignore_permissions=True)  # the clock opens it


def _asked(scheme: AppraisalScheme, agent: str, people: dict[str, OnDay]) -> Iterator[tuple[str, str]]:
	"""(side, who is asked). Colleagues are of the same position, the next in a round, so that everybody is asked alike."""
	wanted = {side for side, field in WEIGHT_FIELDS.items() if scheme.get(field)}
	me, most = people[agent], cint(scheme.asked)
	leader = _leader_of(agent, me)
	if SELF in wanted:
		yield SELF, agent
	if LEADER in wanted and leader:
		yield LEADER, leader
	if COLLEAGUE in wanted:
		alike = [n for n, on in people.items() if on.position == me.position]
		at = alike.index(agent)
		for name in [n for n in alike[at + 1 :] + alike[:at] if n != leader][:most]:
			yield COLLEAGUE, name
	if DEPARTMENT in wanted:
		others = [n for n, on in people.items() if on.position in DEPARTMENTS and on.position != me.position]
		for name in [n for n in others if n not in (agent, leader)][:most]:
			yield DEPARTMENT, name


def _leader_of(agent: str, on: OnDay) -> str | None:
	"""The leader of the group; of leaders and of whoever has no group, the manager."""
	leader = on.group and frappe.get_cached_value("Sales Group", on.group, "leader")
	if leader and leader != agent:
		return str(leader)
	manager = frappe.get_cached_value("Sales Centre", on.centre, "manager")
	if not manager:
		positions = {"centre": on.centre, "position": roles.MANAGER, "status": "Active"}
		manager = frappe.db.get_value("Sales Staff", positions, "name", order_by="name")
	return manager if manager != agent else None


def _ask(scheme: AppraisalScheme, appraisal: StaffAppraisal, side: str, appraiser: str) -> str:
	form = frappe.get_doc(
		doctype=FORM,
		appraisal=appraisal.name,
		agent=appraisal.agent,
		agent_name=appraisal.agent_name,
		centre=appraisal.centre,
		side=side,
		appraiser=appraiser,
		due_on=appraisal.due_on,
		status=OPEN,
		scores=[
			{"criterion": row.criterion, "weight": row.weight, "score": 0}
			for row in scheme.criteria
			if row.filled_by != METRIC
		],
	)
	form.flags.by_cycle = True
	return str(form.insert(ignore_permissions=True).name)  # the clock asks


def _tell(appraiser: str, form: str, words: str) -> None:
	user = user_of_staff(appraiser)
	put_on_desks([user] if user else [], FORM, form, words)


def remind(as_of: date) -> None:
	"""Remind, once, who has not answered what is due by tomorrow."""
	late = frappe.get_all(
		FORM,
		{"status": OPEN, "due_on": ("<=", add_days(as_of, 1)), "reminded_on": ("is", "not set")},
		["name", "appraiser", "agent_name", "due_on"],
		limit=0,
	)
	for row in late:
		frappe.db.set_value(FORM, row.name, "reminded_on", as_of, update_modified=False)
		words = _("The appraisal of {0} is to be answered by {1}").format(
			row.agent_name, formatdate(row.due_on)
		)
		_tell(row.appraiser, row.name, words)


def weigh_due(as_of: date) -> list[str]:
	"""Weigh the appraisals that everybody has answered, or whose time is over; gives their names."""
	answering = frappe.get_all(APPRAISAL, {"stage": ANSWERING, "docstatus": 0}, ["name", "due_on"], limit=0)
	waited = set(frappe.get_all(FORM, {"status": OPEN}, pluck="appraisal", limit=0))
	done = [row.name for row in answering if row.name not in waited or getdate(row.due_on) < as_of]
	for_each(done, weigh_one, lambda name: f"Appraisal {name} could not be weighed")
	return done


def weigh_one(name: str) -> None:
	"""Write the total of an appraisal from what was answered; forms that nobody sent are missed."""
	scheme: AppraisalScheme = frappe.get_doc(
		"Appraisal Scheme", frappe.db.get_value(APPRAISAL, name, "scheme")
	)
	appraisal: StaffAppraisal = document_now(APPRAISAL, name)
	if appraisal.stage != ANSWERING:
		return
	for form in rows_now(FORM, {"appraisal": name, "status": OPEN}, ["name"]):
		frappe.db.set_value(FORM, form.name, "status", MISSED, update_modified=False)
	weighed = weigh(
		_criteria(scheme, appraisal),
		_answers(name),
		{side: Decimal(str(scheme.get(field) or 0)) for side, field in WEIGHT_FIELDS.items()},
		missing_is_zero=scheme.missing_side == "Counts as 0",
	)
	appraisal.set("scores", [])
	for row, worth in zip(scheme.criteria, weighed.criteria, strict=True):
		remarks = _("Nothing was said") if worth is None else ""
		appraisal.append(
			"scores",
			{
				"criterion": row.criterion,
				"weight": row.weight,
				"score": float(worth or 0),
				"remarks": remarks,
			},
		)
	appraisal.total = float(weighed.total or 0)
	for side in SIDES:
		appraisal.set(f"{side.lower()}_total", float(weighed.sides.get(side, 0)))
	appraisal.stage = FOR_TALK
	appraisal.flags.by_cycle = True
	appraisal.save(ignore_permissions=True)  # the clock weighs
	subject = _("The appraisal of {0} waits for the talk: {1}").format(appraisal.agent_name, appraisal.total)
	put_on_desks(deciders(appraisal.centre or "", roles.MANAGER, roles.HR), APPRAISAL, name, subject)


def _criteria(scheme: AppraisalScheme, appraisal: StaffAppraisal) -> list[Criterion]:
	return [
		Criterion(
			Decimal(str(row.weight)),
			_of_metric(row.metric, row.full_at, scheme.period_type, appraisal) if row.metric else None,
			row.filled_by != METRIC,
		)
		for row in scheme.criteria
	]


def _of_metric(metric: str, full_at: float, period_type: str, appraisal: StaffAppraisal) -> Decimal | None:
	"""What a metric says of the person's period as a share of what is worth 100, at most 100."""
	sources, _infos = read_metrics([metric])
	period = Period(getdate(appraisal.period_start), getdate(appraisal.period_end))
	need = Need(Counted(metric), SubjectType.AGENT, PeriodType(period_type), period)
	found = read_figures(sources[metric], need, appraisal.centre or "", [appraisal.agent])
	values = [f.value for key, f in found.items() if key.subject.name == appraisal.agent]
	value = values[0] if values else Decimal(0)
	if value is None:
		return None
	return min(max(Decimal(value) * 100 / Decimal(str(full_at)), Decimal(0)), Decimal(100))


def _answers(appraisal: str) -> dict[str, list[list[Decimal]]]:
	"""Side → its answers, in an order that says nothing: by the random names."""
	sent = {"appraisal": appraisal, "status": ("in", (SENT, ANSWER))}
	forms = sorted(rows_now(FORM, sent, ["name", "side", "status"]), key=lambda form: str(form.name))
	found: dict[str, list[list[Decimal]]] = {}
	for form in forms:
		if form.side == COLLEAGUE and form.status == SENT:
			continue
		of_form = {"parent": form.name, "parenttype": FORM}
		rows = sorted(rows_now("Appraisal Score", of_form, ["score", "idx"]), key=lambda row: int(row.idx))
		found.setdefault(form.side, []).append([Decimal(str(row.score)) for row in rows])
	return found
