"""Satisfaction of the customers, a settlement beside the one before, and who saw which numbers (R31, R42, R47)."""

from __future__ import annotations

from collections import Counter, defaultdict

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import add_days
from pypika import Case, CustomFunction

from dianjian_app.people.period import Period
from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, card, total

SCORES = (5, 4, 3, 2, 1)


def execute(filters: dict | None = None):
	"""Surveys with mean and spread, complaints and praise beside, per agent, group or month (R27, R41, R42).

	Filters: from_date, to_date, centre, sales_group, agent, by (Telesales Agent, Sales Group or Month).
	"""
	filters = frappe._dict(filters or {})
	period = table.period_of(filters)
	by = table.one_of(filters, "by", ("Telesales Agent", "Sales Group", "Month"))
	rows: dict[str, frappe._dict] = {}

	def row_of(key):
		key = "" if key is None else str(key)
		empty = {"key": key, "surveys": 0, "sum": 0, "complaints": 0, "major": 0, "praise": 0}
		return rows.setdefault(key, frappe._dict({**empty, **{f"s{s}": 0 for s in SCORES}}))

	survey = frappe.qb.DocType("Customer Survey")
	for r in _grouped(survey, "date", period, by, filters, "Customer Survey", extra=survey.score):
		row = row_of(r.key)
		row.surveys += r.n
		row.sum += r.n * int(r.extra)
		row[f"s{int(r.extra)}"] = row.get(f"s{int(r.extra)}", 0) + r.n
	complaint = frappe.qb.DocType("Customer Complaint")
	for r in _grouped(
		complaint, "received_on", period, by, filters, "Customer Complaint", extra=complaint.severity
	):
		row = row_of(r.key)
		row.complaints += r.n
		row.major += r.n if r.extra == "Major" else 0
	praise = frappe.qb.DocType("Customer Praise")
	for r in _grouped(praise, "date", period, by, filters, "Customer Praise", confirmed=True):
		row_of(r.key).praise += r.n
	names = {"Telesales Agent": table.names_of_staff, "Sales Group": table.names_of_groups}.get(
		by, lambda keys: {}
	)
	labels = names(rows)
	shown = [rows[key] for key in sorted(rows)]
	for row in shown:
		row.label = labels.get(row.key, row.key) or _("None")
		row.mean = round(row.sum / row.surveys, 2) if row.surveys else None
	surveyed = total(shown, "surveys")
	mean = round(total(shown, "sum") / surveyed, 2) if surveyed else 0
	cards = [
		card("Surveys", surveyed),
		card("Mean Score", mean, "Green" if mean >= 4.5 else "Orange", "Float"),
		card("Complaints", total(shown, "complaints"), "Red" if total(shown, "complaints") else "Green"),
		card("Praise", total(shown, "praise"), "Green"),
	]
	drawn = table.chart([r.label for r in shown], Mean_Score=[r.mean or 0 for r in shown])
	if shown:
		counts = ("surveys", "complaints", "major", "praise", *(f"s{s}" for s in SCORES))
		summed = {**{name: total(shown, name) for name in counts}, "mean": mean if surveyed else None}
		shown.append(table.total_row(summed, "label"))
	link = {"Telesales Agent": "Sales Staff", "Sales Group": "Sales Group"}.get(by)
	columns = (
		Column("key", by, "Link" if link else "Data", link, 120),
		Column("label", "Name", "Data", width=110),
		Column("surveys", "Surveys"),
		Column("mean", "Mean Score", "Float"),
		*(Column(f"s{s}", f"Score {s}", width=70) for s in SCORES),
		Column("complaints", "Complaints"),
		Column("major", "Major Complaints"),
		Column("praise", "Praise"),
	)
	return table.columns(*columns), shown, None, drawn, cards


def _grouped(
	doctype_table, day: str, period: Period, by: str, filters, doctype: str, extra=None, confirmed=False
):
	"""Counts per key (and a further field) within a period, the reader's rows alone."""
	month = CustomFunction("date_format", ["day", "pattern"])(doctype_table[day], "%Y-%m")
	key = {"Telesales Agent": doctype_table.agent, "Sales Group": doctype_table.sales_group}.get(by, month)
	if not frappe.has_permission(doctype, "read"):
		return []
	query = frappe.qb.from_(doctype_table).select(key.as_("key"), Count("*").as_("n")).groupby(key)
	if extra is not None:
		query = query.select(extra.as_("extra")).groupby(extra)
	query = query.where(doctype_table[day][period.start : period.end])
	query = query.where(doctype_table.docstatus == 1 if confirmed else doctype_table.docstatus < 2)
	query = table.where_equal(query, doctype_table, filters, ("centre", "sales_group", "agent"))
	return table.readers_rows(query, doctype_table, doctype).run(as_dict=True)


def settlement_comparison(filters: dict | None = None):
	"""A month's settlement beside the month before, per agent and rule (R31).

	Filters: centre, agent, month (YYYY-MM), by (Telesales Agent or Rule). Lines as they stand, published or not.
	"""
	filters = frappe._dict(filters or {})
	month = table.month_of(filters)
	by = table.one_of(filters, "by", ("Telesales Agent", "Rule"))
	before = Period.month_of(add_days(month.start, -1))
	now_rows, then_rows = (_settled(m.month_text, filters) for m in (month, before))
	rows: dict[tuple, frappe._dict] = {}
	for column, found in (("now", now_rows), ("then", then_rows)):
		for r in found:
			key = (r.agent or "", r.agent_name or r.sales_group or "", r.family if by == "Rule" else "")
			empty = {"agent": r.agent, "agent_name": key[1], "family": key[2], "now": 0, "then": 0}
			row = rows.setdefault(key, frappe._dict(empty))
			row[column] += float(r.amount or 0)
	shown = [rows[key] for key in sorted(rows)]
	for row in shown:
		row.difference = round(row.now - row.then, 2)
	cards = [
		card("This Month", total(shown, "now"), "Blue", "Currency"),
		card("Month Before", total(shown, "then"), "Grey", "Currency"),
		card("Difference", total(shown, "difference"), "Orange", "Currency"),
	]
	sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
	for row in shown:
		sums[row.agent_name][0] += row.now
		sums[row.agent_name][1] += row.then
	drawn = table.chart(
		list(sums), This_Month=[v[0] for v in sums.values()], Month_Before=[v[1] for v in sums.values()]
	)
	columns = [
		Column("agent", "Telesales Agent", "Link", "Sales Staff", 110),
		Column("agent_name", "Name", "Data", width=120),
	]
	columns += [Column("family", "Rule", "Data", width=120)] if by == "Rule" else []
	columns += [Column(n, label, "Currency", width=110) for n, label in _COMPARED]
	return table.columns(*columns), shown, None, drawn, cards


_COMPARED = (("now", "This Month"), ("then", "Month Before"), ("difference", "Difference"))


def _settled(month: str, filters) -> list:
	line, settlement = frappe.qb.DocType("Settlement Line"), frappe.qb.DocType("Incentive Settlement")
	query = (
		frappe.qb.from_(line)
		.join(settlement)
		.on(line.parent == settlement.name)
		.select(line.agent, line.agent_name, line.sales_group, line.family, Sum(line.amount).as_("amount"))
		.where((settlement.month == month) & (settlement.docstatus < 2))
		.where((line.line_state == "Normal") & (line.outcome_type == "Money"))
		.groupby(line.agent, line.agent_name, line.sales_group, line.family)
	)
	query = table.where_equal(query, settlement, filters, ("centre",))
	query = table.where_equal(query, line, filters, ("agent",))
	return table.readers_rows(query, settlement, "Incentive Settlement").run(as_dict=True)


def reveals(filters: dict | None = None):
	"""Who saw or took out how many phone numbers, and who was refused (R47).

	Filters: from_date, to_date, centre, sales_group, user, kind, by (Person, or Every Act).
	"""
	filters = frappe._dict(filters or {})
	period = table.period_of(filters)
	by = table.one_of(filters, "by", ("Person", "Every Act"))
	log = frappe.qb.DocType("Phone Reveal Log")
	query = frappe.qb.from_(log).where(log.revealed_at[period.start : add_days(period.end, 1)])
	query = table.where_equal(query, log, filters, ("centre", "sales_group", "user", "kind"))
	query = table.readers_rows(query, log, "Phone Reveal Log")
	if by == "Every Act":
		fields = (
			"name",
			"revealed_at",
			"user",
			"kind",
			"row_count",
			"refused",
			"reference_doctype",
			"reference_name",
		)
		query = query.select(*(log[f] for f in (*fields, "reason"))).orderby(log.revealed_at).limit(5000)
		rows = query.run(as_dict=True)
		for row in rows:
			row.was_refused, row.kind_label = row.refused, _(row.kind)
			row.refused = _("Yes") if row.refused else ""
		columns = (
			Column("revealed_at", "Time", "Datetime", width=150),
			Column("user", "User", "Link", "User", 170),
			Column("kind_label", "Kind", "Data", width=100),
			Column("row_count", "Numbers"),
			Column("refused", "Refused", "Data", width=80),
			Column("reference_doctype", "Document Type", "Link", "DocType", 130),
			Column("reference_name", "Document", "Dynamic Link", "reference_doctype", 140),
			Column("reason", "Reason", "Data", width=200),
		)
		refused = total(rows, "was_refused")
		cards = [card("Acts", len(rows)), card("Refused", refused, "Red" if refused else "Green")]
		by_kind = Counter(row.kind_label for row in rows)
		drawn = table.chart(list(by_kind), Acts=list(by_kind.values()))
		return table.columns(*columns), rows, None, drawn, cards
	kinds = ("Reveal", "Bulk Reveal", "Export", "Search")
	# exports carry masks: rows, and no numbers shown
	shown = Case().when((log.refused == 0) & log.kind.isin(kinds[:2]), log.row_count).else_(0)
	query = (
		query.select(
			log.user,
			*(
				Sum(Case().when((log.kind == k) & (log.refused == 0), log.row_count).else_(0)).as_(
					k.lower().replace(" ", "_")
				)
				for k in kinds
			),
			Sum(shown).as_("shown"),
			Sum(log.refused).as_("refused"),
		)
		.groupby(log.user)
		.orderby(log.user)
	)
	rows = sorted(query.run(as_dict=True), key=lambda r: -(r.shown or 0))
	cards = [
		card("Numbers Shown", total(rows, "shown")),
		card("Refused", total(rows, "refused"), "Red" if total(rows, "refused") else "Green"),
	]
	columns = (
		Column("user", "User", "Link", "User", 200),
		Column("reveal", "Reveals"),
		Column("bulk_reveal", "In Workbooks"),
		Column("export", "Rows Exported"),
		Column("search", "Searches"),
		Column("shown", "Numbers Shown"),
		Column("refused", "Refused"),
	)
	drawn = table.chart([r.user for r in rows[:15]], Numbers_Shown=[int(r.shown or 0) for r in rows[:15]])
	if rows:
		names = ("reveal", "bulk_reveal", "export", "search", "shown", "refused")
		rows.append(table.total_row({name: int(total(rows, name)) for name in names}, "user"))
	return table.columns(*columns), rows, None, drawn, cards
