"""A quarter's appraisals from all sides: opened, answered without names, weighed, signed, and paid by a rule (R38)."""

from datetime import date

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app.incentives.appraisal import appraisal_cycle, appraisal_form_events, appraisal_response
from dianjian_app.incentives.appraisal.appraisal_form_events import AppraisalFormError
from dianjian_app.incentives.appraisal.schemes import SchemeError
from dianjian_app.incentives.metrics.metric_check import ForbiddenDocTypeError
from dianjian_app.people.staff_appraisal_events import AppraisalError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.appraisals import (
	AFTER,
	APPRAISAL,
	FORM,
	a_scheme,
	all_answered,
	answered,
	appraisal_of,
	forms,
	opened,
	signed,
	weighed,
)
from dianjian_app.tests.builders.incentives import a_metric, a_place, a_rule, lines_of, published
from dianjian_app.tests.builders.people import a_user, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R38")


@made_once
def place():
	place = a_place()
	place.agents += [an_agent(place.group) for _n in range(4)]
	place.leader = the_leader(place.group)
	return place


def test_a_quarter_opens_forms_of_all_sides_for_five_agents(place):
	scheme = opened(place)
	for agent in place.agents:
		appraisal = appraisal_of(agent, scheme)
		assert (appraisal.stage, appraisal.docstatus) == ("Answering", 0)
		assert (appraisal.period_start, appraisal.period_end) == (date(2026, 7, 1), date(2026, 9, 30))
		by_side = {}
		for form in forms(appraisal=appraisal.name):
			by_side.setdefault(form.side, []).append(form.appraiser)
		others = sorted(a.name for a in place.agents if a != agent)
		assert by_side == {"Self": [agent.name], "Leader": [place.leader.name], "Colleague": others}
	before = len(forms())
	appraisal_cycle.open_due(AFTER)
	appraisal_cycle.open_due(date(2026, 12, 31))
	assert len(forms()) == before
	told = frappe.get_all("Notification Log", {"document_type": FORM}, pluck="for_user")
	assert {a.user for a in place.agents} | {place.leader.user} <= set(told)


def test_the_total_is_the_hand_calculation_and_a_draft_rule_pays_by_it(place):
	"""Attitude (10*90 + 50*80 + 40*70) / 100 = 77, ability (10*100 + 50*70 + 40*60) / 100 = 69; 0.6*77 + 0.4*69 = 73.8."""
	scheme = opened(place)
	appraisal = appraisal_of(place.agent, scheme)
	all_answered(appraisal)
	assert frappe.db.get_value(APPRAISAL, appraisal.name, "total") == 0
	assert appraisal.name in appraisal_cycle.weigh_due(AFTER)
	appraisal = frappe.get_doc(APPRAISAL, appraisal.name)
	assert (appraisal.total, appraisal.stage) == (73.8, "For Talk")
	assert (appraisal.self_total, appraisal.leader_total, appraisal.colleague_total) == (94, 76, 66)
	assert [row.score for row in appraisal.scores] == [77, 69]
	metric = a_metric(
		source_doctype=APPRAISAL,
		agent_field="agent",
		date_field="period_end",
		function="Mean",
		value_field="total",
		filters_json='[["kind", "=", "Periodic"]]',
	)
	signed(place, appraisal)
	frappe.db.set_value("Sales Centre", place.name, "opened_on", "2026-07-01")
	rule = a_rule(
		approved=False,
		metric=metric.name,
		period="Quarter",
		centre=place.name,
		condition="Meets",
		target_type="Fixed",
		target_value=70,
		outcomes=[{"outcome_type": "Money", "basis": "Fixed", "amount": 300}],
	)
	rule.submit()
	lines = lines_of(published(place), family=rule.family)
	assert {ln.agent: ln.amount for ln in lines if ln.amount} == {place.agent.name: 300}


class TestAnonymity:
	def test_what_a_colleague_sent_names_nobody(self, place):
		scheme = opened(place)
		appraisal = appraisal_of(place.agent, scheme)
		form = forms(appraisal=appraisal.name, side="Colleague")[0]
		user = frappe.db.get_value("Sales Staff", form.appraiser, "user")
		frappe.flags.in_test = False
		try:
			answered(form, 55, 44)
		finally:
			frappe.flags.in_test = True
		assert [row.score for row in frappe.get_doc(FORM, form.name).scores] == []
		[answer] = frappe.get_all(FORM, {"appraisal": appraisal.name, "status": "Answer"}, ["*"])
		rows = frappe.get_all("Appraisal Score", {"parent": answer.name}, ["*"])
		assert sorted(row.score for row in rows) == [44, 55]
		said = " ".join(str(value) for row in (answer, *rows) for value in row.values())
		assert user not in said and form.appraiser not in said and form.name not in said
		assert {getdate(row[at]) for row in (answer, *rows) for at in ("creation", "modified")} == {
			getdate(appraisal.due_on)
		}
		assert not frappe.get_all("Version", {"ref_doctype": FORM})
		assert not frappe.get_all("Comment", {"reference_doctype": FORM})

	def test_nobody_reads_it(self, place):
		scheme = opened(place)
		appraisal = appraisal_of(place.agent, scheme)
		all_answered(appraisal)
		readers = (place.manager, place.hr, place.leader, place.agent)
		answers = frappe.get_all(FORM, {"status": "Answer"}, pluck="name")
		for reader in (
			*(r.user for r in readers),
			a_user("Telesales Auditor").name,
			a_user("Telesales Administrator").name,
		):
			with as_user(reader):
				for name in answers:
					with pytest.raises(frappe.PermissionError):
						frappe.get_doc(FORM, name).check_permission("read")
				try:
					seen = frappe.get_list(FORM, {"appraisal": appraisal.name}, pluck="name")
				except frappe.PermissionError:
					seen = []
				assert not {*answers} & {*seen}

	def test_two_colleagues_are_left_out_of_every_figure(self, place):
		scheme = opened(place)
		with_two, without = appraisal_of(place.agents[0], scheme), appraisal_of(place.agents[1], scheme)
		for appraisal, colleagues in ((with_two, 2), (without, 0)):
			given = forms(appraisal=appraisal.name, side="Colleague")[:colleagues]
			for form in [*given, *forms(appraisal=appraisal.name, side=("in", ("Self", "Leader")))]:
				answered(form, *((10, 10) if form.side == "Colleague" else (80, 70)))
		one, other = weighed(with_two), weighed(without)
		assert (one.total, one.colleague_total) == (other.total, 0) == (76, 0)
		assert {f.status for f in forms(appraisal=one.name, side="Colleague")} == {"Sent", "Missed", "Answer"}


def test_only_who_is_asked_answers_and_once(place):
	scheme = opened(place)
	appraisal = appraisal_of(place.agent, scheme)
	[form] = forms(appraisal=appraisal.name, side="Leader")
	for other in (place.manager, place.agent, place.hr):
		with as_user(other), pytest.raises(frappe.PermissionError):
			appraisal_form_events.send(form.name)
	with pytest.raises(AppraisalFormError):
		answered(form, 101, 50)
	with pytest.raises(AppraisalFormError):
		answered(form, 0, 0)
	answered(form, 80, 70)
	with pytest.raises(AppraisalFormError):
		answered(form, 90, 90)
	with pytest.raises(AppraisalFormError):
		frappe.get_doc(FORM, form.name).delete()


def test_late_forms_are_reminded_once_and_left_out_by_the_schemes_rule(place):
	for rule, total in (("Left Out", 76), ("Counts as 0", 38)):
		scheme = opened(place, missing_side=rule)
		appraisal = appraisal_of(place.agent, scheme)
		[form] = forms(appraisal=appraisal.name, side="Leader")
		answered(form, 80, 70)
		late = forms(appraisal=appraisal.name, status="Open")
		for _time in range(2):
			appraisal_cycle.remind(date(2026, 10, 6))
			for other in late:
				words = {"document_name": other.name, "subject": ("like", "%is to be answered%")}
				assert frappe.db.count("Notification Log", words) == bool(
					frappe.db.get_value("Sales Staff", other.appraiser, "user")
				)
		assert appraisal.name not in appraisal_cycle.weigh_due(date(2026, 10, 7))
		assert appraisal.name in appraisal_cycle.weigh_due(date(2026, 10, 8))
		assert frappe.db.get_value(APPRAISAL, appraisal.name, "total") == total
		frappe.db.set_value("Appraisal Scheme", scheme.name, "disabled", 1)


def test_a_metric_fills_a_criterion(place):
	metric = a_metric(source_doctype="Daily Ledger", function="Count", value_field=None)
	scheme = opened(
		place,
		criteria=[
			{"criterion": "态度", "weight": 50},
			{"criterion": "业绩", "weight": 50, "filled_by": "Metric", "metric": metric.name, "full_at": 10},
		],
	)
	appraisal = appraisal_of(place.agent, scheme)
	[form] = forms(appraisal=appraisal.name, side="Leader")
	answered(form, 80)
	assert weighed(appraisal).total == 40


def test_nobody_rewrites_what_was_weighed(place):
	appraisal = appraisal_of(place.agent, opened(place))
	with as_user(place.manager), pytest.raises(AppraisalError):
		frappe.get_doc(APPRAISAL, appraisal.name).submit()
	all_answered(appraisal)
	weighed(appraisal)
	with as_user(place.manager):
		doc = frappe.get_doc(APPRAISAL, appraisal.name)
		doc.scores[0].score = 100
		doc.update({"total": 100, "colleague_total": 100, "agent": place.agents[1].name}).save()
	doc = frappe.get_doc(APPRAISAL, appraisal.name)
	assert (doc.total, doc.scores[0].score, doc.colleague_total) == (73.8, 77, 66)
	assert doc.agent == place.agent.name


def test_the_person_acknowledges_or_disagrees_once(place):
	appraisal = appraisal_of(place.agent, opened(place))
	all_answered(appraisal)
	weighed(appraisal)
	with as_user(place.agent), pytest.raises(AppraisalError):
		appraisal_response.respond(appraisal.name, 1)
	signed(place, appraisal)
	with as_user(place.leader), pytest.raises(frappe.PermissionError):
		appraisal_response.respond(appraisal.name, 1)
	with as_user(place.agent):
		with pytest.raises(AppraisalError):
			appraisal_response.respond(appraisal.name, 0)
		appraisal_response.respond(appraisal.name, 0, "业绩没有算全")
		with pytest.raises(AppraisalError):
			appraisal_response.respond(appraisal.name, 1)
	with as_user(place.manager):
		frappe.get_doc(APPRAISAL, appraisal.name).update({"response": "Acknowledged"}).save()
	doc = frappe.get_doc(APPRAISAL, appraisal.name)
	assert (doc.response, doc.response_text) == ("Disagreed", "业绩没有算全")
	told = {"document_name": appraisal.name, "subject": ("like", "%disagrees%")}
	assert set(frappe.get_all("Notification Log", told, pluck="for_user")) >= {
		place.manager.user,
		place.hr.user,
	}


def test_weights_that_do_not_make_a_hundred_are_refused(place):
	for fields in ({"self_weight": 20}, {"criteria": [{"criterion": "态度", "weight": 60}]}):
		with pytest.raises(SchemeError):
			a_scheme(place, **fields)


def test_a_criterion_stands_once_and_enough_colleagues_are_asked(place):
	twice = [{"criterion": "态度", "weight": 60}, {"criterion": "态度", "weight": 40}]
	for fields in ({"criteria": twice}, {"asked": 2}):
		with pytest.raises(SchemeError):
			a_scheme(place, **fields)
	a_scheme(place, asked=2, leader_weight=90, colleague_weight=0)


def test_what_is_being_answered_is_weighed_as_it_was_asked(place):
	scheme = opened(place)
	for change in ({"criteria": [{"criterion": "纪律", "weight": 100}]}, {"missing_side": "Counts as 0"}):
		doc = frappe.get_doc("Appraisal Scheme", scheme.name)
		with pytest.raises(SchemeError):
			doc.update(change).save()
	frappe.get_doc("Appraisal Scheme", scheme.name).update({"days_to_answer": 3}).save()
	for agent in place.agents:
		weighed(appraisal_of(agent, scheme))
	frappe.get_doc("Appraisal Scheme", scheme.name).update({"missing_side": "Counts as 0"}).save()


def test_answers_are_due_in_working_days(place):
	"""Sundays are free at the centre: five working days after Thursday the first are Wednesday the seventh."""
	scheme = opened(place)
	assert appraisal_of(place.agent, scheme).due_on == date(2026, 10, 7)


def test_no_metric_counts_forms(place):
	with pytest.raises(ForbiddenDocTypeError):
		a_metric(source_doctype=FORM, agent_field="agent", date_field="due_on", function="Count")
