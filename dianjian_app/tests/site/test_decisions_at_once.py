"""What is decided once is decided once, however many press the button at the same moment, in real processes.

Deals, surveys, packs, a settlement's approval beside its computation, and the limit of looks.
"""

import json

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.packs import shipped_packs
from dianjian_app.packs.shipped_packs import REWARDS
from dianjian_app.tests import builders
from dianjian_app.tests.builders.incentives import a_full_month, a_place, a_rule, a_settlement
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.test_visits_at_once import centre  # noqa: F401 the fixture

HERE = __name__
LOAD = "dianjian_app.packs.policy_pack_events.load"
RECOMPUTE = "dianjian_app.incentives.settlement.compute.compute_settlement"
REVEAL = "dianjian_app.resources.numbers.reveal.reveal_number"
FIND = "dianjian_app.resources.numbers.finding.find_by_number"


def insert(doc):
	"""A document sent by a session of its own; gives its name."""
	return frappe.get_doc(doc).insert().name


def approve(name):
	"""The manager's step of a settlement."""
	apply_workflow(frappe.get_doc("Incentive Settlement", name), "Approve as Manager")


def errors_of(answers):
	return sorted(a.error or "" for a in answers)


@pytest.mark.req("R19")
def test_a_deal_sent_three_times_at_once_is_one(centre):  # noqa: F811
	party = Party(an_agent(a_group(centre))).counted()
	frappe.db.commit()
	deal = {"visit": party.name, "product_type": "高层", "units": 1, "amount": 1000000}
	deal |= {"doctype": "Sales Deal", "date": frappe.utils.today()}
	answers = at_once(*[Act(f"{HERE}.insert", party.consultant.user, {"doc": deal})] * 3)
	frappe.db.rollback()
	assert frappe.db.count("Sales Deal", {"visit": party.name}) == 1, answers
	assert errors_of(answers).count("") == 1
	assert set(errors_of(answers)) <= {"", "DealError", "QueryDeadlockError"}


@pytest.mark.req("R27")
def test_a_survey_of_one_visit_sent_three_times_at_once_is_one(centre):  # noqa: F811
	party = Party(an_agent(a_group(centre))).counted()
	service = a_staff(roles.SERVICE, centre=centre)
	frappe.db.commit()
	survey = {"doctype": "Customer Survey", "visit": party.name, "score": 5, "date": frappe.utils.today()}
	survey |= {"agent": party.agent.name, "channel": "Telephone"}
	try:
		answers = at_once(*[Act(f"{HERE}.insert", service.user, {"doc": survey})] * 3)
		frappe.db.rollback()
		assert frappe.db.count("Customer Survey", {"visit": party.name}) == 1, answers
		assert errors_of(answers).count("") == 1
	finally:
		frappe.db.delete("Customer Survey", {"centre": centre.name})
		frappe.db.commit()


@pytest.fixture
def pack():
	"""An own pack with one rule of a family that nobody has, committed."""
	shipped = shipped_packs.packs()[REWARDS]
	family = f"并行{frappe.generate_hash(length=6)}"
	rule = {**shipped["sections"]["rules"][0], "family": family}
	content = {**shipped, "title": f"{family}包", "sections": {"rules": [rule]}}
	doc = frappe.get_doc(doctype="Policy Pack", title=content["title"])
	doc.update({"source": "Own", "content": json.dumps(content, ensure_ascii=False)})
	doc.flags.by_app = True
	doc.insert()
	frappe.db.commit()
	yield doc.name, family
	frappe.db.rollback()
	for name in frappe.get_all("Incentive Rule", {"family": family}, pluck="name"):
		frappe.db.delete("Incentive Outcome", {"parent": name})
	frappe.db.delete("Incentive Rule", {"family": family})
	frappe.db.delete("Policy Pack", {"name": doc.name})
	frappe.db.commit()


@pytest.mark.req("R52")
def test_a_pack_loaded_twice_at_once_is_loaded_once(centre, pack):  # noqa: F811
	name, family = pack
	frappe.db.commit()
	load = Act(LOAD, arguments={"packs": [name], "centre": centre.name})
	answers = at_once(load, load)
	assert errors_of(answers) == ["", "PolicyPackError"], answers
	frappe.db.rollback()
	assert frappe.db.count("Incentive Rule", {"family": family}) == 1
	assert at_once(load)[0].value == {"add": 0, "change": 0}


@pytest.fixture
def month(monkeypatch):
	"""A committed month that can be approved."""
	monkeypatch.setattr(builders, "_numbers", builders.fresh_numbers())
	place = a_place(centre_name=f"并行结算{frappe.generate_hash(length=8)}")
	rule = a_rule(centre=place.name)
	a_full_month(place.agent)
	settlement = a_settlement(place)
	frappe.db.commit()
	yield place, settlement
	frappe.db.rollback()
	for table in ("Settlement Line", "Settlement Blocker"):
		frappe.db.delete(table, {"parent": settlement.name})
	staff = frappe.get_all("Sales Staff", {"centre": place.name}, ["name", "user"])
	frappe.db.delete("Incentive Outcome", {"parent": rule.name})
	for doctype in ("Incentive Settlement", "Incentive Rule", "Daily Ledger", "Sales Staff", "Sales Group"):
		frappe.db.delete(doctype, {"centre": place.name})
	for child in ("Sales Centre Season", "Weekly Rest Day"):
		frappe.db.delete(child, {"parent": place.name})
	for person in staff:
		for child in ("Sales Group Membership", "Staff Spell"):
			if frappe.db.exists("DocType", child):
				frappe.db.delete(child, {"parent": person.name})
		if person.user:
			frappe.db.delete("Has Role", {"parent": person.user})
			frappe.db.delete("User", {"name": person.user})
	frappe.db.delete("Sales Centre", {"name": place.name})
	frappe.db.commit()


@pytest.mark.req("R31")
def test_lines_are_not_computed_anew_while_they_are_approved(month):
	place, settlement = month
	lines = frappe.db.count("Settlement Line", {"parent": settlement.name})
	answers = at_once(
		Act(f"{HERE}.approve", place.manager.user, {"name": settlement.name}),
		Act(RECOMPUTE, place.hr.user, {"settlement": settlement.name}),
		Act(RECOMPUTE, "Administrator", {"settlement": settlement.name}),
	)
	frappe.db.rollback()
	stage = frappe.db.get_value("Incentive Settlement", settlement.name, "stage")
	approved = answers[0].error is None
	assert (stage == "Manager Approved") == approved, answers
	if approved:
		assert [a.error for a in answers[1:]] == ["SettlementClosedError"] * 2, answers
	assert frappe.db.count("Settlement Line", {"parent": settlement.name}) == lines > 0


@pytest.fixture
def two_looks():
	"""Two numbers an hour, and two questions a day."""
	limits = ("reveal_limit_per_hour", "search_limit_per_day")
	before = {f: frappe.db.get_single_value("Telesales Settings", f) for f in limits}
	for field in limits:
		frappe.db.set_single_value("Telesales Settings", field, 2)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	frappe.db.commit()
	yield
	frappe.db.rollback()
	for field, value in before.items():
		frappe.db.set_single_value("Telesales Settings", field, value)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	frappe.db.commit()


@pytest.mark.req("R47")
def test_the_limit_of_looks_is_not_passed_by_looking_at_once(centre, two_looks):  # noqa: F811
	agent = an_agent(a_group(centre))
	leads = [a_lead(agent=agent) for _ in range(6)]
	frappe.db.commit()
	try:
		looks = at_once(
			*(Act(REVEAL, agent.user, {"doctype": "Call Lead", "name": lead.name}) for lead in leads)
		)
		assert [a.error for a in looks] == [None] * 6, looks
		assert sum(bool(a.value["number"]) for a in looks) == 2
		numbers = [f"139{n:08d}" for n in range(6)]
		asked = at_once(*(Act(FIND, agent.user, {"number": number}) for number in numbers))
		assert [a.error for a in asked] == [None] * 6, asked
		frappe.db.rollback()
		lines = {"user": agent.user, "refused": 0}
		for kind in ("Reveal", "Search"):
			assert frappe.db.count("Phone Reveal Log", {**lines, "kind": kind}) == 2
	finally:
		frappe.db.rollback()
		frappe.db.delete("Phone Reveal Log", {"user": agent.user})
		frappe.db.delete("Notification Log", {"from_user": agent.user})
		frappe.db.commit()
