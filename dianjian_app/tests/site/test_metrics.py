"""Metrics: what may be counted, how each function counts, and one made in the desk over a DocType of one's own (R52)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.incentives.engine.needs import Need
from dianjian_app.incentives.engine.rule import Counted
from dianjian_app.incentives.engine.rule_options import PeriodType, SubjectType
from dianjian_app.incentives.metrics.incentive_metric_events import MetricInUseError, try_metric
from dianjian_app.incentives.metrics.metric import read_figures, read_metrics
from dianjian_app.incentives.metrics.metric_check import ForbiddenDocTypeError, MetricError, UnknownFieldError
from dianjian_app.packs import shipped_packs
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	SEPTEMBER,
	a_line,
	a_metric,
	a_place,
	a_rule,
	a_sale,
	a_settlement,
	an_administrator,
	lines_of,
)
from dianjian_app.tests.builders.people import a_user

OWN = "Test Customer Praise"
DAY = date(2026, 9, 3)


@pytest.fixture(scope="module")
def own_doctype(connected_site):
	"""A DocType as an administrator makes it in the desk; made and dropped outside the tests' transactions."""
	frappe = connected_site
	frappe.set_user("Administrator")
	if not frappe.db.exists("DocType", OWN):
		frappe.get_doc(
			doctype="DocType",
			name=OWN,
			module="Dianjian App",
			custom=1,
			naming_rule="Random",
			autoname="hash",
			fields=[
				{"fieldname": "praised", "label": "Praised", "fieldtype": "Link", "options": "Sales Staff"},
				{"fieldname": "received", "label": "Received", "fieldtype": "Datetime"},
				{"fieldname": "stars", "label": "Stars", "fieldtype": "Int"},
				{"fieldname": "kind", "label": "Kind", "fieldtype": "Select", "options": "Letter\nBanner"},
				{"fieldname": "pay", "label": "Pay", "fieldtype": "Currency", "permlevel": 1},
			],
			permissions=[{"role": roles.ADMIN, "read": 1, "write": 1, "create": 1}],
		).insert()
		frappe.db.commit()
	yield OWN
	frappe.db.rollback()
	frappe.delete_doc("DocType", OWN, force=True)
	frappe.db.commit()


def praised(agent, when, stars=5, kind="Letter"):
	return frappe.get_doc(doctype=OWN, praised=agent.name, received=when, stars=stars, kind=kind).insert()


def figures_of(
	metric, place, period=SEPTEMBER, period_type=PeriodType.MONTH, subject=SubjectType.AGENT, **more
):
	source = read_metrics([metric.name])[0][metric.name]
	need = Need(Counted(metric.name), subject, period_type, period, **more)
	names = [a.name for a in place.agents]
	return {
		(k.subject.name, k.period, k.dimension): f
		for k, f in read_figures(source, need, place.name, names).items()
	}


@pytest.mark.req("R52")
@pytest.mark.parametrize(
	("function", "value"),
	[("Count", 3), ("Distinct Count", 2), ("Sum", 13), ("Mean", "4.3333333333"), ("Min", 3), ("Max", 5)],
)
def test_each_function_counts_as_it_says(function, value):
	place = a_place()
	for n, visits in ((3, 5), (9, 5), (20, 3)):
		a_line(place.agent, date(2026, 9, n), visits=visits)
	a_line(place.agent, date(2026, 10, 1), visits=9)
	found = figures_of(a_metric(function=function), place)
	assert {k: str(f.value) for k, f in found.items()} == {
		(place.agent.name, SEPTEMBER, None): str(value)
	} and len(next(iter(found.values())).evidence) == 3


@pytest.mark.req("R52")
@pytest.mark.parametrize(
	("period_type", "first"),
	[
		(PeriodType.DAY, date(2026, 9, 3)),
		(PeriodType.WEEK, date(2026, 8, 31)),
		(PeriodType.MONTH, date(2026, 9, 1)),
		(PeriodType.QUARTER, date(2026, 7, 1)),
		(PeriodType.YEAR, date(2026, 1, 1)),
	],
)
def test_days_fall_into_their_periods(period_type, first):
	place = a_place()
	a_line(place.agent, DAY, visits=2)
	found = figures_of(a_metric(), place, Period(date(2026, 1, 1), date(2026, 12, 31)), period_type)
	assert [(k[1].start, f.value) for k, f in found.items()] == [(first, 2)]


def test_every_month_lies_in_its_quarter():
	place, year = a_place(opened_on=None), Period(date(2028, 1, 1), date(2028, 12, 31))
	for month in range(1, 13):
		for day in (1, 15, 28):
			a_line(place.agent, date(2028, month, day), visits=1)
	found = figures_of(a_metric(), place, year, PeriodType.QUARTER)
	assert {(k[1], f.value) for k, f in found.items()} == {
		(Period.quarter_of(date(2028, m, 1)), 9) for m in (1, 4, 7, 10)
	}


@pytest.mark.req("R4")
def test_groups_have_the_figures_of_their_days():
	place = a_place()
	a_line(place.agent, DAY, visits=2)
	a_line(place.agent, DAY + timedelta(days=20), visits=3, sales_group="别的组")
	found = figures_of(a_metric(), place, subject=SubjectType.GROUP)
	assert {k[0]: f.value for k, f in found.items()} == {place.group.name: 2, "别的组": 3}


def test_only_confirmed_documents_of_the_centre_count():
	place, other = a_place(), a_place()
	a_sale(place.agent, DAY, units=2)
	a_sale(place.agent, DAY, units=4, docstatus=0)
	a_sale(place.agent, DAY, units=8, docstatus=2)
	a_sale(other.agent, DAY, units=16)
	metric = frappe.get_doc("Incentive Metric", "成交套数")
	found = figures_of(metric, place, period_type=PeriodType.DAY, split=True)
	assert {k[2]: f.value for k, f in found.items()} == {None: 2, "高层": 2}


FILTERS = (
	([["visits", ">", 2]], 5),
	([["visits", "in", [2, 5]]], 7),
	([["visits", "in", "2,5"]], 7),
	([["visits", "between", [1, 3]]], 2),
	([["visits", "!=", 5]], 2),
	([["call_sheet", "is", "not set"]], 7),
	([["call_sheet", "is", "set"]], None),
	([["agent_name", "like", "员工%"]], 7),
	([["Daily Ledger", "visits", "<=", 2]], 2),
	([["agent_name", "=", "x' or 1=1 -- "]], None),
)


@pytest.mark.parametrize(("filters", "value"), FILTERS, ids=lambda x: str(x))
def test_filters_let_through_what_they_say(filters, value):
	place = a_place()
	a_line(place.agent, DAY, visits=2)
	a_line(place.agent, DAY + timedelta(days=1), visits=5)
	found = figures_of(a_metric(filters_json=frappe.as_json(filters)), place)
	assert [f.value for f in found.values()] == ([value] if value else [])


@pytest.mark.parametrize(
	("fields", "error"),
	[
		({"source_doctype": "User", "agent_field": "name", "date_field": "creation"}, ForbiddenDocTypeError),
		({"source_doctype": "Phone Vault"}, ForbiddenDocTypeError),
		({"source_doctype": "Incentive Entry"}, ForbiddenDocTypeError),
		({"source_doctype": "Telesales Settings"}, MetricError),
		({"source_doctype": "Nothing Like It"}, frappe.ValidationError),
		({"agent_field": "agent_name"}, UnknownFieldError),
		({"agent_field": "centre"}, UnknownFieldError),
		({"date_field": "agent"}, UnknownFieldError),
		({"value_field": "agent_name"}, UnknownFieldError),
		({"value_field": "nothing"}, UnknownFieldError),
		({"dimension_field": "deal_amount"}, UnknownFieldError),
		({"filters_json": '[["nothing", "=", 1]]'}, UnknownFieldError),
		({"filters_json": '[["visits", "or 1=1", 1]]'}, MetricError),
		({"filters_json": "not json"}, MetricError),
		({"filters_json": '[["visits"]]'}, MetricError),
		({"filters_json": '[["visits", "between", [1]]]'}, MetricError),
		({"filters_json": '[["visits", "=", {"a": 1}]]'}, MetricError),
		(
			{
				"source_doctype": "Call Lead",
				"date_field": "date",
				"filters_json": '[["phone_hash","=","x"]]',
				"function": "Count",
			},
			ForbiddenDocTypeError,
		),
	],
	ids=str,
)
def test_what_cannot_or_must_not_be_counted_is_refused(fields, error):
	with pytest.raises(error):
		a_metric(**fields)


def test_a_metric_that_approved_rules_count_by_stays_as_it_is():
	metric = frappe.get_doc("Incentive Metric", "接通电话")
	metric.value_field = "calls"
	with pytest.raises(MetricInUseError):
		metric.save()
	with pytest.raises(MetricInUseError):
		frappe.get_doc("Incentive Metric", "接通电话").delete()
	with pytest.raises(MetricInUseError):
		frappe.rename_doc("Incentive Metric", "接通电话", "别的")


@pytest.mark.req("R52")
def test_a_metric_over_a_doctype_of_ones_own_pays_by_a_rule(own_doctype):
	place = a_place()
	praised(place.agent, "2026-09-03 23:30:00")
	praised(place.agent, "2026-09-03 09:00:00", kind="Banner")
	praised(place.agent, "2026-10-01 00:00:00")
	with as_user(an_administrator()):
		metric = a_metric(
			source_doctype=OWN,
			agent_field="praised",
			date_field="received",
			function="Count",
			dimension_field="kind",
		)
	rule = a_rule(
		metric=metric.name,
		period="Event",
		outcomes=[
			{"outcome_type": "Money", "basis": "Fixed", "amount": 50, "dimension_value": "Letter"},
			{"outcome_type": "Money", "basis": "Fixed", "amount": 80, "dimension_value": "Banner"},
		],
	)
	lines = lines_of(a_settlement(place), family=rule.family)
	assert [(ln.date, ln.dimension, ln.amount) for ln in lines] == [(DAY, "Banner", 80), (DAY, "Letter", 50)]
	assert frappe.parse_json(lines[0].explanation)["evidence"][0].startswith(f"{OWN}/")


def test_a_field_that_not_everybody_reads_is_not_counted(own_doctype):
	with pytest.raises(ForbiddenDocTypeError):
		a_metric(source_doctype=OWN, agent_field="praised", date_field="received", value_field="pay")


def test_a_doctype_that_the_user_may_not_read_is_not_counted(own_doctype):
	frappe.db.delete("DocPerm", {"parent": OWN})
	frappe.clear_cache(doctype=OWN)
	try:
		with as_user(an_administrator()), pytest.raises(ForbiddenDocTypeError):
			a_metric(source_doctype=OWN, agent_field="praised", date_field="received", value_field="stars")
	finally:
		frappe.db.rollback()
		frappe.clear_cache(doctype=OWN)


@pytest.mark.req("R52")
def test_a_metric_can_be_tried_before_it_is_saved():
	place = a_place()
	a_line(place.agent, DAY, visits=4)
	metric = {
		"doctype": "Incentive Metric",
		"metric_name": "试一试",
		"source_doctype": "Daily Ledger",
		"agent_field": "agent",
		"date_field": "date",
		"function": "Sum",
		"value_field": "visits",
	}
	with as_user(an_administrator()):
		rows = try_metric(metric, place.name, "2026-09")
	assert [(r["agent"], r["value"]) for r in rows] == [(place.agent.name, 4)]
	assert not frappe.db.exists("Incentive Metric", "试一试")
	with as_user(a_user(roles.AGENT).name), pytest.raises(frappe.PermissionError):
		try_metric(metric, place.name, "2026-09")


@pytest.mark.req("R24", "R26")
def test_one_deal_of_three_units_breaks_a_tie_as_one_deal():
	place = a_place()
	a_sale(place.agent, date(2026, 9, 9), units=3)
	a_sale(place.agent, date(2026, 9, 9), docstatus=2)
	deals = frappe.get_doc("Incentive Metric", "成交单数")
	[figure] = figures_of(deals, place).values()
	assert figure.value == 1
	rules = {r["family"]: r for r in shipped_packs.section("rules")}
	assert {rules[family]["tie_break_1"] for family in ("R24", "R26")} == {deals.name}
