"""Finds what keeps a month from being approved, and says what to do about it (decisions 2, 5, 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate

from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.needs import Span
from dianjian_app.incentives.engine.rule_options import LineState, SubjectType
from dianjian_app.incentives.rules.deduction_policy import wage_message
from dianjian_app.people.period import Period
from dianjian_app.stage_codes import call_sheet_stages as sheet_stages
from dianjian_app.stage_codes import visit_stages as visit_stages
from dianjian_app.value_lists import among

MONTH_RUNNING, EARLIER_MONTH, SHEET, VISIT, NO_RATE, WAGE = (
	"Month Not Over",
	"Earlier Month",
	"Call Sheet",
	"Visit",
	"No Rate",
	"Wage",
)


@dataclass(frozen=True)
class Blocker:
	"""One thing to be done before the month can be approved."""

	kind: str
	message: str
	doctype: str | None = None
	document: str | None = None
	agent: str | None = None
	group: str | None = None
	date: date | None = None
	is_question: bool = False
	"""it does not block once the manager has answered on the settlement"""


def find_blockers(
	centre: str, span: Span, lines: Iterable[Line], today: date, settlement: str | None = None
) -> list[Blocker]:
	"""Return everything that keeps a centre's month from being approved, with three queries."""
	month = span.month
	# the month's first week may begin before it
	days = Period(min(Period.weeks_of_month(month)[0].start, month.start), month.end)
	return [
		*_running(month, today),
		*_earlier(centre, month, settlement),
		*_sheets(centre, days),
		*_visits(centre, days),
		*_without_rate(lines),
	]


def _running(month: Period, today: date) -> list[Blocker]:
	if today > month.end:
		return []
	return [Blocker(MONTH_RUNNING, _("The month ends on {0}.").format(formatdate(month.end)), date=month.end)]


def _earlier(centre: str, month: Period, settlement: str | None) -> list[Blocker]:
	rows = frappe.get_all(
		"Incentive Settlement",
		filters={
			"centre": centre,
			"period_start": ("<", month.start),
			"docstatus": ("<", 2),
			"published_at": ("is", "not set"),
			"name": ("!=", settlement or ""),
		},
		fields=["name", "month", "period_end"],
		order_by="period_start",
	)
	return [
		Blocker(
			EARLIER_MONTH,
			_("Publish {0} first.").format(r.month),
			"Incentive Settlement",
			r.name,
			date=r.period_end,
		)
		for r in rows
	]


def _sheets(centre: str, days: Period) -> list[Blocker]:
	rows = frappe.get_all(
		"Call Sheet",
		filters={
			"centre": centre,
			"stage": sheet_stages.HANDED_IN,
			"docstatus": 0,
			"date": ("between", (days.start, days.end)),
		},
		fields=["name", "agent", "agent_name", "sales_group", "date"],
		order_by="date, agent",
	)
	return [
		Blocker(
			SHEET,
			_(
				"The call sheet of {0} is handed in but not confirmed. The leader must confirm or return it."
			).format(r.agent_name),
			"Call Sheet",
			r.name,
			r.agent,
			r.sales_group,
			r.date,
		)
		for r in rows
	]


def _visits(centre: str, days: Period) -> list[Blocker]:
	rows = frappe.get_all(
		"Visit Confirmation",
		filters={
			"centre": centre,
			"stage": visit_stages.SIGNED,
			"docstatus": 0,
			"signed_at": ("<", frappe.utils.add_days(days.end, 1)),
		},
		fields=["name", "agent", "agent_name", "sales_group", "signed_at"],
		order_by="signed_at",
	)
	return [
		Blocker(
			VISIT,
			_("The visit for {0} is signed but not confirmed. The leader must confirm it.").format(
				r.agent_name
			),
			"Visit Confirmation",
			r.name,
			r.agent,
			r.sales_group,
			r.signed_at.date(),
		)
		for r in rows
	]


def missing_wages(agents: Iterable[str], month: Period) -> list[Blocker]:
	"""Agents whose wage the limit of deductions needs and HR has not entered (decision 17)."""
	agents = list(agents)
	names = dict(
		frappe.get_all("Sales Staff", {"name": ("in", among(agents))}, ["name", "staff_name"], as_list=True)
	)
	return [
		Blocker(WAGE, wage_message(names.get(a, a), month.end), "Sales Staff", a, a, date=month.end)
		for a in agents
	]


def _without_rate(lines: Iterable[Line]) -> list[Blocker]:
	found = []
	for ln in lines:
		if ln.state is not LineState.NO_RATE:
			continue
		evidence = (ln.explanation or {}).get("evidence") or ["/"]
		doctype, _sep, document = evidence[0].partition("/")
		found.append(
			Blocker(
				NO_RATE,
				_("{0}: {1}").format(ln.key.family, _(ln.note).format(*ln.note_args)),
				doctype or None,
				document or None,
				ln.key.subject.name if ln.key.subject.type is SubjectType.AGENT else None,
				ln.group,
				ln.key.period.end,
			)
		)
	return found
