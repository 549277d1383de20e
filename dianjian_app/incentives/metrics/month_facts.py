"""The facts of a month, read from the site: one query for each figure, whatever the number of people (decision 15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate

from dianjian_app.incentives.engine.figures import (
	Facts,
	Figure,
	FigureKey,
	Opening,
	Person,
	PersonDay,
	Subject,
)
from dianjian_app.incentives.engine.metric_source import MetricSource
from dianjian_app.incentives.engine.needs import Need, Span, last_day_over
from dianjian_app.incentives.engine.rule import ZERO, Counted, Rule
from dianjian_app.incentives.engine.rule_options import SubjectType
from dianjian_app.incentives.metrics.metric import read_cumulated, read_figures, read_metrics
from dianjian_app.incentives.rules.rule_document import number
from dianjian_app.people.period import Period
from dianjian_app.people.settled_months import people_of
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import agent_names, names_of_centre, read_staffing

REMAINDER, STREAK = "Remainder", "Streak"


def span_of(centre: str, month: Period) -> Span:
	"""The months that a settlement is about: the open one, and the published ones that may still be corrected."""
	rows = frappe.get_all(
		"Incentive Settlement",
		filters={"centre": centre, "docstatus": ("<", 2)},
		fields=["period_start", "period_end", "published_at"],
		order_by="period_start",
	)
	back = frappe.utils.cint(frappe.db.get_single_value("Telesales Settings", "correction_months")) or 0
	earliest = getdate(frappe.utils.add_months(month.start, -back))
	closed = tuple(
		Period(r.period_start, r.period_end)
		for r in rows
		if r.published_at and earliest <= r.period_start < month.start
	)
	opened = frappe.db.get_value("Sales Centre", centre, "opened_on")
	begins = getdate(opened) if opened else min([month.start, *(r.period_start for r in rows)])
	return Span(month, closed, Period.month_of(begins))


def read_facts(
	centre: str,
	span: Span,
	rules: Sequence[Rule],
	asked: Sequence[Need],
	days: Period,
	today: date,
	anew: tuple[str, Period] | None = None,
) -> Facts:
	"""Everything that rules are judged by in the span's months.

	asked: the figures that the rules need (`needs`); days: the days on which people are looked at (`days_needed`). anew: a
	centre and a published month to be seen by the set-up of today. The number of queries does not grow with the people.
	"""
	metrics = {m.metric for r in rules for m in r.all_counted}
	of_all = {m.metric for r in rules if r.positions for m in r.all_counted}
	sources, infos = read_metrics(metrics)
	names = sorted({*agent_names(centre), *people_of(centre, days)})
	all_names = sorted({*names, *names_of_centre(centre)}) if of_all else names
	people_of_metric = {metric: all_names if metric in of_all else names for metric in metrics}
	found, sums = _figures_asked(asked, sources, centre, people_of_metric, span)
	earning = {k.subject.name for k in found if k.subject.type is SubjectType.AGENT}
	staffing = read_staffing({*names, *earning}, days, anew=anew)
	return Facts(
		centre=centre,
		month=span.month,
		metrics=infos,
		figures=found,
		cumulated=sums,
		people=_people(staffing, centre, days),
		everybody=_everybody(read_staffing(all_names, days, anew=anew), centre, days) if of_all else {},
		groups=tuple(
			frappe.get_all(
				"Sales Group", filters={"centre": centre, "disabled": 0}, pluck="name", order_by="name"
			)
		),
		targets=_targets(centre, days),
		openings=read_openings(centre),
		through=last_day_over(today),
		closed=span.closed,
		first_month=span.first_month,
	)


def _figures_asked(
	asked: Iterable[Need],
	sources: Mapping[str, MetricSource],
	centre: str,
	people_of_metric: Mapping[str, list[str]],
	span: Span,
) -> tuple[dict[FigureKey, Figure], dict[tuple[Counted, Subject], Figure]]:
	"""The figures of periods, and those that are cumulated from the start on."""
	found: dict[FigureKey, Figure] = {}
	sums: dict[tuple[Counted, Subject], Figure] = {}
	for need in asked:
		source, names = sources[need.counted.metric], people_of_metric[need.counted.metric]
		if need.cumulated:
			sums |= read_cumulated(source, need, centre, names, span.month.start)
			continue
		for key, figure in read_figures(source, need, centre, names).items():
			other = found.get(key)
			# a day's figure and its documents, when a daily rule and an event rule look at the same
			found[key] = replace(figure, events=figure.events or other.events) if other else figure
	return found, sums


def _people(staffing: Staffing, centre: str, span: Period) -> dict[str, Person]:
	"""Each agent's days at the centre: what was planned, how much of it they owed, group and probation."""
	opened = frappe.db.get_value("Sales Centre", centre, "opened_on")
	opened_on = getdate(opened) if opened else date.min
	brought = _opening_presence(centre, span)
	people = {}
	for name, record in staffing.staff.items():
		if not record.was_agent and not staffing.settled.has(name):
			people[name] = Person(name, last_group=record.group_on(span.end))
			continue
		days: dict[date, PersonDay] = {}
		for day, presence in staffing.presence_over(name, span).items():
			here = presence.employed and staffing.centre_on(name, day) == centre
			old = brought.get((name, day))
			days[day] = PersonDay(
				planned=presence.planned if presence.employed else staffing.planned_on(name, day),
				presence=(presence.presence if old is None else old) if here else ZERO,
				roster_day=presence.roster_day,
				employed=here,
				group=staffing.group_on(name, day),
				probation=staffing.on_probation(name, day),
				known=day >= opened_on or old is not None,
			)
		groups = [m.group for m in record.memberships if m.start <= span.end]
		people[name] = Person(name, days, groups[-1] if groups else None)
	return people


def _everybody(staffing: Staffing, centre: str, span: Period) -> dict[str, Person]:
	"""Each person's days at the centre in whatever position, for rules that name positions (R36)."""
	opened = frappe.db.get_value("Sales Centre", centre, "opened_on")
	opened_on = getdate(opened) if opened else date.min
	people = {}
	for name, record in staffing.staff.items():
		days: dict[date, PersonDay] = {}
		for day, presence in staffing.presence_over(name, span, in_any_position=True).items():
			on_day = staffing.post_on(name, day)
			here = presence.employed and on_day.centre == centre
			days[day] = PersonDay(
				planned=presence.planned if presence.employed else staffing.planned_on(name, day),
				presence=presence.presence if here else ZERO,
				roster_day=presence.roster_day,
				employed=here,
				group=on_day.group,
				probation=on_day.probation,
				known=day >= opened_on,
				position=on_day.position,
			)
		past = [s for s in record.spells if s.start <= span.end]
		groups = [m.group for m in record.memberships if m.start <= span.end]
		last = past[-1].position if past else None
		people[name] = Person(name, days, groups[-1] if groups else None, last)
	return people


def _opening_presence(centre: str, span: Period) -> dict[tuple[str, date], Decimal]:
	"""Presence of the days that opening balances bring along, by (agent, day)."""
	rows = frappe.get_all(
		"Daily Ledger",
		filters={"centre": centre, "sheet_state": "Opening", "date": ("between", (span.start, span.end))},
		fields=["agent", "date", "presence"],
	)
	return {(r.agent, r.date): number(r.presence) for r in rows}


def _targets(centre: str, span: Period) -> dict[tuple[str, Subject, Period], Decimal]:
	rows = frappe.get_all(
		"Performance Target",
		filters={"centre": centre, "period_end": (">=", span.start), "period_start": ("<=", span.end)},
		fields=[
			"metric",
			"subject_type",
			"agent",
			"sales_group",
			"centre",
			"period_start",
			"period_end",
			"target_value",
		],
	)
	name_of = {"Agent": "agent", "Group": "sales_group", "Centre": "centre"}
	return {
		(
			r.metric,
			Subject(SubjectType(r.subject_type), r[name_of[r.subject_type]]),
			Period(r.period_start, r.period_end),
		): number(r.target_value)
		for r in rows
		if r[name_of[r.subject_type]]
	}


def read_openings(centre: str) -> dict[tuple[str, str], Opening]:
	"""What agents brought along to each rule's family, by (family, agent)."""
	opening, row = frappe.qb.DocType("Opening Balance"), frappe.qb.DocType("Opening Rule Balance")
	rows = (
		frappe.qb.from_(opening)
		.join(row)
		.on((row.parent == opening.name) & (row.parenttype == "Opening Balance"))
		.where((opening.docstatus == 1) & (opening.centre == centre))
		.select(opening.staff, opening.date, row.family, row.kind, row.value)
		.run(as_dict=True)
	)
	openings: dict[tuple[str, str], Opening] = {}
	for r in rows:
		key = (r.family.strip(), r.staff)
		before = openings.get(key, Opening(r.date))
		if r.kind == REMAINDER:
			openings[key] = replace(before, remainder=number(r.value))
		elif r.kind == STREAK:
			openings[key] = replace(before, streak=int(r.value))
	return openings
