"""Overtime for Payroll: minutes by kind of day, weighted minutes, and what they come to by the wage (R34).

Pay that follows from a wage is no Incentive Entry, because entries are public: HR sees it, and each person their own.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Max, Sum

from dianjian_app import roles
from dianjian_app.attendance.working_time import DayKind
from dianjian_app.people.period import Period
from dianjian_app.people.staff_wage_events import wages_on
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.reporting.totals import total

RESULT = "Staff Day Result"
KINDS = (
	("workday_minutes", DayKind.WORKDAY, "Minutes on Workdays"),
	("rest_day_minutes", DayKind.REST, "Minutes on Rest Days"),
	("holiday_minutes", DayKind.HOLIDAY, "Minutes on Holidays"),
)
HOURS_A_MONTH = Decimal("21.75") * 8
"""a month's working hours, by which a monthly wage becomes an hourly one"""
FEN = Decimal("0.01")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: month (YYYY-MM), centre, agent.

	A day counts in the month in which it is booked: what changed after a month was closed is in the next one. Raises
	ReportFilterError, PermissionError.
	"""
	filters = frappe._dict(filters or {})
	rows = get_rows(month_of(filters), filters)
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=90),
		*(Column(name, label, "Int", width=110) for name, _kind, label in KINDS),
		Column("lieu_minutes", "Minutes That Become Time Off", "Int", width=110),
		Column("weighted_minutes", "Weighted Minutes", "Float", width=110),
		Column("hourly_wage", "Hourly Wage", "Currency", width=110),
		Column("amount", "Overtime Pay", "Currency", width=110),
	)


def get_rows(month: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""The people with overtime in the month; two queries. Who has no wage on record has no amount."""
	rows = _minutes(month, filters)
	wages = wages_on([row.agent for row in rows], month.end)
	for row in rows:
		wage = wages.get(row.agent)
		if wage is None:
			continue
		hourly = wage / HOURS_A_MONTH
		pay = hourly * Decimal(str(row.weighted_minutes or 0)) / 60
		row.hourly_wage = float(hourly.quantize(FEN, ROUND_HALF_UP))
		row.amount = float(pay.quantize(FEN, ROUND_HALF_UP))
	return rows


def _minutes(month: Period, filters: frappe._dict) -> list[frappe._dict]:
	result = frappe.qb.DocType(RESULT)
	paid = result.overtime_minutes - result.lieu_minutes
	query = (
		frappe.qb.from_(result)
		.where(result.booked_on[month.start : month.end])
		.where((result.overtime_minutes != 0) | (result.overtime_weighted_minutes != 0))
		.groupby(result.agent)
		.orderby(result.agent)
		.select(
			result.agent,
			Max(result.agent_name).as_("agent_name"),
			*(
				Sum(Case().when(result.day_kind == kind.value, paid).else_(0)).as_(name)
				for name, kind, _label in KINDS
			),
			Sum(result.lieu_minutes).as_("lieu_minutes"),
			Sum(result.overtime_weighted_minutes).as_("weighted_minutes"),
		)
	)
	query = where_equal(query, result, filters, ("centre", "agent"))
	query = readers_rows(query, result, RESULT)
	if not _sees_wages():
		query = query.where(result.agent == (staff_of_user(frappe.session.user) or ""))
	return query.run(as_dict=True)


def _sees_wages() -> bool:
	"""Whether the reader may read the wages of others: HR, of their centre."""
	return frappe.session.user == "Administrator" or roles.HR in frappe.get_roles()


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	return [
		card("Weighted Minutes", total(rows, "weighted_minutes"), "Blue", "Float"),
		card("Overtime Pay", total(rows, "amount"), "Orange", "Currency"),
	]
