"""A person's day is judged: planned time, punches and applications in, figures and their evidence out (R33, R34). Pure.

Attendance counts the time that somebody is to be at the centre. Leave takes it away, an outing is working time elsewhere:
neither asks for a punch. Who is late beyond the allowance is late; who does not come and has no application that was
approved before the time began is absent. What cannot be relied on yet, a clock that was off or a device that was down,
holds the day: it costs nobody anything until somebody with the right has decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from dianjian_app.attendance import overtime
from dianjian_app.attendance.day_result import (
	Application,
	DayFacts,
	DayResult,
	Figures,
	Kind,
	SeenPunch,
	Status,
)
from dianjian_app.attendance.policy import Policy
from dianjian_app.attendance.working_time import (
	DayKind,
	Hours,
	PlannedDay,
	Span,
	hours_by_plan,
	plan_day,
)
from dianjian_app.people.presence import DayPart

IN, OUT = "Clock In", "Clock Out"
ONE_PUNCH = timedelta(minutes=5)
"""punches so close together are one: nobody comes and goes in five minutes"""


def judge(facts: DayFacts, as_of: datetime) -> DayResult:
	"""The result of a day as it stands at a moment; before the day's turn it is open (R33, R34)."""
	counted, late = _in_time(facts)
	plan = _plan(facts, counted)
	first, last = _in_and_out(facts.punches, plan)
	asked = Figures(
		planned_minutes=plan.minutes, leave_minutes=plan.leave_minutes, outing_minutes=plan.outing_minutes
	)
	result = DayResult(
		Status.OPEN,
		plan.kind,
		asked,
		first_in=first.at if first else None,
		last_out=last.at if last else None,
		punches=tuple(punch.name for punch in facts.punches),
		applications=tuple(sorted({a.name for a in counted})),
		late_applications=tuple(sorted({a.name for a in late} - {a.name for a in counted})),
	)
	if as_of < datetime.combine(facts.day + timedelta(days=1), facts.policy.day_turn):
		return result
	if plan.halves and not plan.spans:  # the centre keeps no working hours
		return replace(result, status=Status.HELD, doubts=facts.doubts)
	status, found = _at_the_centre(plan, facts.policy, first, last, facts.suspended)
	if facts.doubts and _costs(found) and not facts.appeals:
		return replace(result, status=Status.HELD, doubts=facts.doubts)
	if (facts.excused or facts.appeals) and _costs(found):
		status, found = Status.PRESENT, Figures(worked_minutes=found.worked_minutes)
		result = replace(result, appeals=facts.appeals)
	figures = replace(
		found,
		planned_minutes=asked.planned_minutes,
		leave_minutes=asked.leave_minutes,
		outing_minutes=asked.outing_minutes,
	)
	if first and last:
		extra = overtime.counted(plan, facts.policy.rates, counted, first.at, last.at)
		figures = replace(figures, **extra)
	return replace(result, status=status, figures=figures)


def _costs(found: Figures) -> bool:
	"""Whether a day has anything that somebody may have to answer for."""
	return bool(found.late_times or found.early_times or found.missing_punches or found.absent_days)


def _in_time(facts: DayFacts) -> tuple[list[Application], list[Application]]:
	"""The applications half day by half day: those that were approved before it began (or whenever, where the policy says
	so), and those that came too late. Overtime has to be asked for before it begins, and approved before the
	day's turn."""
	season = facts.calendar.season_on(facts.day)
	hours = facts.shift or hours_by_plan(facts.calendar, facts.day)
	hours = hours or (Hours.of(season, facts.half_day_ends) if season else None)
	turn = datetime.combine(facts.day + timedelta(days=1), facts.policy.day_turn)
	counted: list[Application] = []
	late: list[Application] = []
	for application in facts.applications:
		if application.kind is Kind.OVERTIME:
			asked_in_time = not application.late and application.approved_at <= turn
			fits = asked_in_time or facts.policy.late_overtime_counts
			(counted if fits else late).append(application)
			continue
		for half in sorted(application.part.halves, key=lambda h: h is DayPart.AFTERNOON):
			in_time = application.approved_at <= _begins(facts.day, half, hours)
			fits = in_time or facts.policy.late_applications_excuse
			(counted if fits else late).append(
				Application(application.name, application.kind, half, application.approved_at)
			)
	return counted, late


def _begins(day: date, half: DayPart, hours: Hours | None) -> datetime:
	"""When the working time of a half day begins; of unknown hours, the day itself."""
	if hours is None:
		return datetime.combine(day, time(0))
	return hours.spans(day, (half,))[0].start


def _plan(facts: DayFacts, counted: Sequence[Application]) -> PlannedDay:
	return plan_day(
		facts.calendar,
		facts.day,
		half_day_ends=facts.half_day_ends,
		shift=facts.shift,
		leave=[a.part for a in counted if a.kind is Kind.LEAVE],
		outing=[a.part for a in counted if a.kind is Kind.OUTING],
		suspended=facts.suspended,
	)


def _in_and_out(punches: Sequence[SeenPunch], plan: PlannedDay) -> tuple[SeenPunch | None, SeenPunch | None]:
	"""The first punch in and the last one out; None for what is missing.

	Directions are believed as long as they agree with the clock; without them the first is in and the last is out. Punches
	within five minutes are one, whatever the device: in or out by what the time is nearer to.
	"""
	ordered = sorted(punches, key=lambda punch: (punch.at, punch.name))
	if not ordered:
		return None, None
	ins = [punch for punch in ordered if punch.direction != OUT]
	outs = [punch for punch in ordered if punch.direction != IN]
	if ins and outs and outs[-1].at < ins[0].at:
		ins = outs = ordered
	if not ins or not outs:
		return (ins[0] if ins else None), (outs[-1] if outs else None)
	first, last = ins[0], outs[-1]
	if last.at - first.at > ONE_PUNCH or (first.direction == IN and last.direction == OUT):
		return first, last
	return (first, None) if _is_arrival(first, last, plan.spans) else (None, last)


def _is_arrival(first: SeenPunch, last: SeenPunch, spans: Sequence[Span]) -> bool:
	if IN in (first.direction, last.direction):
		return True
	if OUT in (first.direction, last.direction):
		return False
	if not spans:
		return True
	return abs(first.at - spans[0].start) <= abs(last.at - spans[-1].end)


def _at_the_centre(
	plan: PlannedDay,
	policy: Policy,
	first: SeenPunch | None,
	last: SeenPunch | None,
	suspended: bool,
) -> tuple[Status, Figures]:
	"""Status of the day, and the figures of the time that was to be spent at the centre."""
	if not plan.spans:
		return _without_work(plan, suspended), Figures()
	worked = sum(span.overlap(first.at, last.at) for span in plan.spans) if first and last else 0
	if (not first and not last) or (first and last and not worked):
		absent = sum(span.minutes for span in plan.spans)
		return Status.ABSENT, Figures(absent_days=0.5 * len(plan.halves), absent_minutes=absent)
	late = _minutes(plan.spans[0].start, first.at) if first else 0
	early = _minutes(last.at, plan.spans[-1].end) if last else 0
	late, early = policy.beyond(late, policy.late_allowance), policy.beyond(early, policy.early_allowance)
	found = Figures(
		worked_minutes=worked,
		late_minutes=late,
		late_times=int(late > 0),
		early_minutes=early,
		early_times=int(early > 0),
		missing_punches=int(not (first and last)),
	)
	return Status.PRESENT if first and last else Status.MISSING_PUNCH, found


def _without_work(plan: PlannedDay, suspended: bool) -> Status:
	"""What a day is on which nobody was to come to the centre."""
	if plan.kind is DayKind.REST:
		return Status.REST
	if plan.kind is DayKind.HOLIDAY:
		return Status.HOLIDAY
	if suspended:
		return Status.SUSPENDED
	return Status.OUTING if plan.outing else Status.LEAVE


def _minutes(start: datetime, end: datetime) -> int:
	"""Whole minutes from one moment to a later one; 0 where it is none."""
	return max(0, int((end - start).total_seconds()) // 60)
