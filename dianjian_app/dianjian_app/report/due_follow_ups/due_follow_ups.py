"""Lists of customers to act on: intention customers, due follow-ups, what is to be called again, missed visits (R8, R12, R18)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _
from frappe.utils import getdate
from pypika import Case

from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, card

PLACE = ("centre", "sales_group", "agent", "source")
LIMIT = 5000
CUSTOMER = (
	Column("name", "Call Lead", "Link", "Call Lead", 130),
	Column("customer_name", "Customer Name", "Data", width=100),
	Column("phone_mask", "Phone", "Data", width=110),
	Column("source", "Channel Source", "Link", "Channel Source", 120),
	Column("sales_group", "Sales Group", "Link", "Sales Group", 110),
	Column("agent_name", "Telesales Agent", "Data", width=90),
	Column("grade", "Grade", "Data", width=60),
)
FIELDS = ("name", "customer_name", "phone_mask", "source", "sales_group", "agent", "agent_name", "grade")
NEXT = (
	Column("follow_up_no", "Follow-up No.", width=80),
	Column("last_called_at", "Last Called", "Datetime", width=140),
	Column("next_step", "Next Step", "Data", width=150),
	Column("next_step_date", "Next Step On", "Date", width=100),
)
NEXT_FIELDS = ("follow_up_no", "last_called_at", "next_step", "next_step_date")


def _leads(filters, *fields: str):
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(*(lead[f] for f in (*FIELDS, *fields)))
	query = table.where_equal(query, lead, filters, PLACE)
	return lead, table.readers_rows(query, lead, "Call Lead")


def _run(query) -> tuple[list, str | None]:
	"""Rows up to the limit, and a word where there are more."""
	rows = query.limit(LIMIT + 1).run(as_dict=True)
	if len(rows) <= LIMIT:
		return rows, None
	return rows[:LIMIT], _("Only the first {0} are shown; narrow the filters.").format(LIMIT)


def intention(filters: dict | None = None):
	"""Intention customers: who means to come, what was promised, how far it got (R12).

	Filters: centre, sales_group, agent, source, grade, from_date, to_date (last connected), state.
	"""
	filters = frappe._dict(filters or {})
	states = ("Every State", "Not Invited Yet", "Invited", "Visited", "Deal")
	state = table.one_of(filters, "state", states)
	lead, query = _leads(filters, *NEXT_FIELDS, "product_need", "segment", "status", "last_connected_at")
	grades = [filters.grade] if filters.grade else _intention_grades()
	query = query.where(lead.grade.isin(grades or [""]) & (lead.do_not_call == 0))
	if filters.from_date and filters.to_date:
		period = table.period_of(filters)
		query = query.where(lead.last_connected_at[period.start : frappe.utils.add_days(period.end, 1)])
	if state == "Not Invited Yet":
		query = query.where(lead.status.isin(["Pool", "Held"]))
	elif state != states[0]:
		query = query.where(lead.status == state)
	rows, more = _run(query.orderby(lead.next_step_date.isnull(), lead.next_step_date, lead.name))
	counted = Counter(r.grade for r in rows)
	for row in rows:
		row.status = _(row.status)
	cards = [card("Intention Customers", len(rows))]
	cards += [{**card("Grade", n), "label": f"{_('Grade')} {grade}"} for grade, n in sorted(counted.items())]
	by_agent = Counter(r.agent_name or _("None") for r in rows)
	columns = (
		*CUSTOMER,
		Column("product_need", "Product Need", "Link", "Product Type", 90),
		Column("status", "Status", "Data", width=80),
		*NEXT,
	)
	drawn = table.chart(list(by_agent), Intention_Customers=list(by_agent.values()))
	return table.columns(*columns), rows, more, drawn, cards


def _intention_grades() -> list[str]:
	grade = frappe.qb.DocType("Intent Grade")
	rows = frappe.qb.from_(grade).select(grade.grade).distinct().where(grade.is_intention == 1).run()
	return [r[0] for r in rows]


def execute(filters: dict | None = None):
	"""What is due to be called again, by follow-up number: most sales come on the 4th to 11th (R8).

	Filters: until (a date, default today), centre, sales_group, agent, source, grade, numbers (which follow-ups).
	"""
	filters = frappe._dict(filters or {})
	spans = {"Every Number": None, "1st to 3rd": (0, 2), "4th to 11th": (3, 10), "12th and Later": (11, 9999)}
	span = spans[table.one_of(filters, "numbers", tuple(spans))]
	until = getdate(filters.until or table.today())
	lead, query = _leads(filters, *NEXT_FIELDS, "due_on", "product_need", "status")
	due = (lead.next_step_date.isnotnull() & (lead.next_step_date <= until)) | (
		lead.due_on.isnotnull() & (lead.due_on <= until)
	)
	query = query.where(
		due & (lead.do_not_call == 0) & lead.status.isin(["Pool", "Held", "Invited", "Visited"])
	)
	query = query.where(lead.agent.isnotnull() & (lead.agent != ""))
	if filters.grade:
		query = query.where(lead.grade == filters.grade)
	if span:
		query = query.where(lead.follow_up_no[span[0] : span[1]])
	when = Case().when(lead.next_step_date.isnotnull(), lead.next_step_date).else_(lead.due_on)
	rows, more = _run(query.orderby(when, lead.name))
	now = table.today()
	for row in rows:
		row.next_no = (row.follow_up_no or 0) + 1
		row.due = row.next_step_date or row.due_on
		row.days_late = max((now - row.due).days, 0)
	counted = Counter(min(r.next_no, 12) for r in rows)
	labels = [*range(1, 12), 12]
	drawn = table.chart(
		[str(n) if n < 12 else "12+" for n in labels],
		**{"Due Follow-ups": [counted.get(n, 0) for n in labels]},
	)
	cards = [
		card("Due", len(rows)),
		card("4th to 11th", sum(1 for r in rows if 4 <= r.next_no <= 11), "Green"),
		card("Late", sum(1 for r in rows if r.days_late), "Red"),
	]
	columns = (
		Column("due", "Due On", "Date", width=100),
		Column("days_late", "Days Late", width=70),
		Column("next_no", "Follow-up No.", width=90),
		*CUSTOMER,
		Column("next_step", "Next Step", "Data", width=160),
		Column("last_called_at", "Last Called", "Datetime", width=140),
	)
	return table.columns(*columns), rows, more, drawn if rows else None, cards


def recycle_list(filters: dict | None = None):
	"""A, B and C leads that come back to be called again, with whom they are or in the pool (R8).

	Filters: until (a date, default in seven days), centre, sales_group, agent, source, grade.
	"""
	filters = frappe._dict(filters or {})
	until = getdate(filters.until or frappe.utils.add_days(table.today(), 7))
	lead, query = _leads(filters, "due_on", "follow_up_no", "last_connected_at", "status")
	query = query.where(lead.due_on.isnotnull() & (lead.due_on <= until))
	query = query.where((lead.do_not_call == 0) & lead.status.isin(["Pool", "Held"]))
	if filters.grade:
		query = query.where(lead.grade == filters.grade)
	rows, more = _run(query.orderby(lead.due_on, lead.name))
	now = table.today()
	for row in rows:
		row.days_late = max((now - row.due_on).days, 0)
		row.held = _("Held") if row.agent else _("Pool")
	in_pool = sum(1 for r in rows if not r.agent)
	by_grade = Counter(r.grade or _("None") for r in rows)
	cards = [card("Due", len(rows)), card("Pool", in_pool), card("Held", len(rows) - in_pool, "Green")]
	columns = (
		Column("due_on", "Due On", "Date", width=100),
		Column("days_late", "Days Late", width=70),
		Column("held", "Held or Pool", "Data", width=80),
		*CUSTOMER,
		Column("follow_up_no", "Follow-up No.", width=80),
		Column("last_connected_at", "Last Connected", "Datetime", width=140),
	)
	drawn = table.chart(sorted(by_grade), Due=[by_grade[g] for g in sorted(by_grade)])
	return table.columns(*columns), rows, more, drawn, cards


def no_shows(filters: dict | None = None):
	"""Missed visits: was the customer called since, and invited again? (R18)

	Filters: from_date, to_date (the planned day), centre, sales_group, agent, state.
	"""
	filters = frappe._dict(filters or {})
	period = table.period_of(filters)
	states = ("Every State", "Not Called Since", "Called, Not Invited Again", "Invited Again")
	state = table.one_of(filters, "state", states)
	visit, lead = frappe.qb.DocType("Visit Confirmation"), frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(visit)
		.left_join(lead)
		.on(lead.name == visit.lead)
		.select(
			*(
				visit[f]
				for f in (
					"name",
					"customer_name",
					"phone_mask",
					"source",
					"sales_group",
					"agent",
					"agent_name",
				)
			),
			*(visit[f] for f in ("planned_at", "no_show_at", "next_visit", "chain_no", "lead")),
			lead.last_called_at,
			lead.next_step,
			lead.next_step_date,
		)
		.where((visit.outcome == "No Show") & (visit.docstatus < 2))
		.where(visit.planned_at[period.start : frappe.utils.add_days(period.end, 1)])
		.orderby(visit.planned_at)
	)
	query = table.where_equal(query, visit, filters, PLACE)
	rows, more = _run(table.readers_rows(query, visit, "Visit Confirmation"))
	for row in rows:
		called = row.last_called_at and row.no_show_at and row.last_called_at > row.no_show_at
		row.code = states[3] if row.next_visit else states[2] if called else states[1]
		row.state = _(row.code)
	if state != states[0]:
		rows = [r for r in rows if r.code == state]
	counted = Counter(r.code for r in rows)
	colours = dict(zip(states[1:], ("Red", "Orange", "Green"), strict=True))
	cards = [card("No-shows", len(rows)), *(card(s, counted[s], colours[s]) for s in states[1:])]
	columns = (
		Column("name", "Visit Confirmation", "Link", "Visit Confirmation", 130),
		Column("planned_at", "Planned Visit", "Datetime", width=140),
		*CUSTOMER[1:6],
		Column("state", "State", "Data", width=130),
		Column("chain_no", "Invitation No.", width=80),
		Column("next_visit", "Next Visit", "Link", "Visit Confirmation", 130),
		Column("last_called_at", "Last Called", "Datetime", width=140),
		Column("next_step", "Next Step", "Data", width=140),
		Column("next_step_date", "Next Step On", "Date", width=100),
	)
	by_agent = Counter(r.agent_name for r in rows)
	drawn = table.chart(list(by_agent), **{"No-shows": list(by_agent.values())})
	return table.columns(*columns), rows, more, drawn, cards
