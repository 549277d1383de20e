"""Reports a month without writing anything: an open month as computed, a published one as posted (decision 12)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.incentives.engine.evaluate import evaluate
from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.rule_options import SubjectType
from dianjian_app.incentives.rules.rule_document import approved_rules
from dianjian_app.incentives.settlement.compute import compute
from dianjian_app.incentives.settlement.month_reading import read_month
from dianjian_app.incentives.settlement.month_report import report_of_lines, report_of_settlement
from dianjian_app.people.period import ONE_DAY, Period


def dry_run_report(centre: str, month: Period, today: date | None = None) -> dict:
	"""A month's report as plain data; nothing is written.

	Of an open month what the rules bring now. Of a published one what was posted, and beside it {"corrected_in": the
	month in which differences would be posted, "would_differ": its lines, None where the month is too old to be corrected}.
	"""
	live = {"centre": centre, "month": month.month_text, "docstatus": ("<", 2)}
	settlement = frappe.db.get_value("Incentive Settlement", live, ["name", "published_at"], as_dict=True)
	if not settlement or not settlement.published_at:
		computed = compute(centre, month, today, settlement=settlement and settlement.name)
		return report_of_lines(centre, month, computed)
	open_month = first_open_month(centre)
	differences = _differences(centre, month, open_month, today or getdate())
	return {
		**report_of_settlement(frappe.get_doc("Incentive Settlement", settlement.name)),
		"corrected_in": open_month.month_text,
		"would_differ": differences,
	}


def first_open_month(centre: str) -> Period:
	"""The month after the last published one. There must be one."""
	last = frappe.db.get_value(
		"Incentive Settlement",
		{"centre": centre, "published_at": ("is", "set"), "docstatus": 1},
		"period_end",
		order_by="period_end desc",
	)
	return Period.month_of(getdate(last) + ONE_DAY)


def _differences(centre: str, month: Period, open_month: Period, today: date) -> list[dict] | None:
	"""Return the lines by which the open month would correct a published one; None if it is no longer corrected."""
	rules = approved_rules(centre)
	read = read_month(centre, open_month, rules, today)
	if month not in read.span.closed:
		return None
	lines = [ln for ln in evaluate(rules, read.facts, read.posted_state) if ln.corrects == month]
	names = dict(frappe.get_all("Sales Staff", fields=["name", "staff_name"], as_list=True))
	return [_as_row(ln, names) for ln in lines]


def _as_row(line: Line, names: dict[str, str]) -> dict:
	agent = line.key.subject.name if line.key.subject.type is SubjectType.AGENT else None
	return {
		"agent": agent,
		"name": names.get(agent) if agent else line.key.subject.name,
		"rule": line.key.family,
		"period": [line.key.period.start.isoformat(), line.key.period.end.isoformat()],
		"outcome": line.key.outcome_type.value,
		"amount": float(line.amount),
		"quantity": float(line.quantity),
		"state": line.state.value,
		"note": _(line.note).format(*line.note_args) if line.note else "",
	}
