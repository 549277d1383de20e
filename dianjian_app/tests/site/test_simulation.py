"""Rules and policies tried on past months: the figures of a real settlement, and not a row written (decision 16)."""

import io
import json
from datetime import date
from decimal import Decimal

import frappe
import openpyxl
import pytest

from dianjian_app.incentives.rules import simulation
from dianjian_app.incentives.rules.deduction_policy import read_policy
from dianjian_app.incentives.rules.pack_rules import PackRulesError, rules_of_packs
from dianjian_app.incentives.rules.simulation import SimulationError
from dianjian_app.packs import export
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	a_rule,
	a_sale,
	an_administrator,
	many_agents,
	published,
)
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_presence_site import queries_of
from dianjian_app.workbooks import simulation_workbook

pytestmark = pytest.mark.req("R20", "R31")
TODAY = date(2026, 11, 5)


@made_once
def place():
	place = a_place(agents=2)
	for agent in place.agents:
		for month in (SEPTEMBER, OCTOBER):
			a_full_month(agent, month)
	a_line(place.agent, date(2026, 9, 3), connected=92)
	a_sale(place.agents[1], date(2026, 9, 9))
	return place


def a_draft(family, place, **amounts):
	"""A version of a seeded rule for the centre, not approved."""
	rule = frappe.copy_doc(frappe.get_doc("Incentive Rule", {"family": family, "docstatus": 1}))
	rule.update(
		{"centre": place.name, "docstatus": 0, "stage": "Draft", "workflow_state": None, "valid_to": None}
	)
	for outcome in rule.outcomes:
		outcome.update(amounts)
	return rule.insert()


def tried(place, *months, rules=(), policy=None):
	read = simulation.read_rules([r.name for r in rules])
	report = simulation.simulate(place.name, months or (SEPTEMBER,), read, policy, TODAY)
	return report, {a["agent"]: a for a in report["agents"]}


def every_row():
	tables = frappe.get_all(
		"DocType", {"module": "Dianjian App", "issingle": 0, "is_virtual": 0}, pluck="name"
	)
	heads = frappe.get_all("Incentive Chain Head", ["centre", "seq", "head_hash"], order_by="centre")
	return {t: frappe.db.count(t) for t in [*tables, "Version", "Comment", "Notification Log"]}, heads


def test_the_same_rules_give_what_was_posted(place):
	before, _people = tried(place)
	published(place)
	after, people = tried(place)
	assert (before["difference"], after["difference"]) == (0, 0)
	assert after["published"] == ["2026-09"]
	assert people[place.agent.name]["before"] == -8 and people[place.agents[1].name]["before"] == 200


def test_a_draft_shows_each_ones_gain_and_loss(place):
	draft = a_draft("R20", place, amount=2)
	report, people = tried(place, rules=[draft])
	assert (people[place.agent.name]["before"], people[place.agent.name]["after"]) == (-8, -16)
	assert people[place.agent.name]["by_rule"]["R20"] == [-8, -16]
	assert people[place.agents[1].name]["difference"] == 0
	assert (report["difference"], report["winners"], report["losers"]) == (-8, 0, 1)


def test_remainders_go_on_from_month_to_month(place):
	_report, people = tried(place, SEPTEMBER, OCTOBER)
	visits = sum(
		frappe.get_all(
			"Daily Ledger", {"agent": place.agent.name, "date": ("<=", OCTOBER.end)}, pluck="visits"
		)
	)
	assert people[place.agent.name]["leave_after"] == visits // 10 / 2


def test_the_switch_of_the_policy_is_shown(place):
	report, people = tried(place, policy=read_policy("Labour Law Guard"))
	assert people[place.agent.name]["difference"] == 8
	assert report["policy"] == "Labour Law Guard" and report["cost_after"] - report["cost_before"] == 8


def test_not_a_row_is_written(place):
	draft = a_draft("R23", place, amount=300)
	before = every_row()
	tried(place, SEPTEMBER, OCTOBER, rules=[draft], policy=read_policy("Labour Law Guard"))
	assert every_row() == before


def test_queries_do_not_grow_with_the_agents(place):
	few = queries_of(lambda: tried(place))
	many_agents(place, 40)
	assert queries_of(lambda: tried(place)) <= few + 2


@pytest.mark.parametrize(
	("first", "last"), [("2026-13", "2026-13"), ("2026-10", "2026-09"), ("2024-01", "2026-01")]
)
def test_months_that_cannot_be(first, last):
	with pytest.raises(SimulationError):
		simulation.months_between(first, last)


def test_a_month_that_is_not_over_and_two_versions_of_a_family_are_refused(place):
	with pytest.raises(SimulationError):
		simulation.simulate(place.name, [OCTOBER], (), None, date(2026, 10, 20))
	with pytest.raises(SimulationError):
		simulation.read_rules([a_draft("R20", place).name, a_draft("R20", place).name])
	with pytest.raises(SimulationError):
		simulation.read_rules(["R0-0"])


@pytest.mark.req("R47")
def test_manager_hr_and_administrator_try_rules_of_their_centre(place, time_machine):
	time_machine.move_to("2026-11-05T10:00:00+08:00")
	for person in (place.manager, place.hr, an_administrator()):
		with as_user(person):
			assert simulation.run_simulation(place.name, "2026-09", "2026-09", "[]")["months"] == ["2026-09"]
			assert simulation.simulation_choices(place.name)["rules"]
	for person in (place.agent, a_place().manager):
		with as_user(person):
			for ask in (
				lambda: simulation.run_simulation(place.name, "2026-09", "2026-09"),
				lambda: simulation.simulation_choices(place.name),
			):
				with pytest.raises(frappe.PermissionError):
					ask()


def test_it_comes_in_excel(place, time_machine):
	time_machine.move_to("2026-11-05T10:00:00+08:00")
	draft = a_draft("R20", place, amount=2)
	simulation_workbook.download(place.name, "2026-09", "2026-09", json.dumps([draft.name]))
	sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
	row = next(r for r in sheet.iter_rows(min_row=4, values_only=True) if r[0] == place.agent.name)
	assert row[2:5] == (-8, -16, -8)


def test_a_rule_nobody_had_is_tried_too(place):
	rule = a_rule(approved=False, centre=place.name)
	_report, people = tried(place, rules=[rule])
	visits = sum(
		frappe.get_all(
			"Daily Ledger",
			{"agent": place.agent.name, "date": ("between", (SEPTEMBER.start, SEPTEMBER.end))},
			pluck="visits",
		)
	)
	assert Decimal(str(people[place.agent.name]["difference"])) == visits * 10


@pytest.mark.req("R52")
def test_a_pack_is_tried_without_loading_it(place, time_machine):
	time_machine.move_to("2026-11-05T10:00:00+08:00")
	own = own_pack(place, R20={"amount": 3}, R23=None)
	before = every_row()
	report = simulation.run_simulation(place.name, "2026-09", "2026-09", [], None, json.dumps([own]))
	people = {a["agent"]: a for a in report["agents"]}
	assert people[place.agent.name]["by_rule"]["R20"] == [-8, -24]
	assert report["rules"] == [f"{own}: R20", f"{own}: R23"]
	assert every_row() == before
	assert own in simulation.simulation_choices(place.name)["packs"]
	chosen = a_draft("R20", place, amount=2)
	report = simulation.run_simulation(place.name, "2026-09", "2026-09", [chosen.name], None, [own])
	assert report["rules"] == [chosen.name, f"{own}: R23"]


@pytest.mark.req("R52")
def test_a_pack_that_cannot_be_tried_says_why(place):
	with pytest.raises(PackRulesError, match="没有这个包"):
		rules_of_packs(["没有这个包"])
	with pytest.raises(PackRulesError, match="来访人员"):
		rules_of_packs(["来访人员"])
	strange = own_pack(place, R20={"metric": "没有的指标"})
	with pytest.raises(PackRulesError, match="没有的指标"):
		rules_of_packs([strange])


def own_pack(place, **changes):
	"""The centre's own rules of these families as a pack, with other fields of the rule or of its outcomes."""
	content = export.export(place.name, "自己的")
	rows = [r for r in content["sections"]["rules"] if r["family"] in changes]
	for row in rows:
		for field, value in (changes[row["family"]] or {}).items():
			for target in [row] if field in row else row["outcomes"]:
				target[field] = value
	content["sections"] = {"rules": rows}
	pack = frappe.new_doc("Policy Pack")
	pack.update(
		{"title": f"自己的 {frappe.generate_hash(length=6)}", "content": json.dumps(content), "source": "Own"}
	)
	pack.flags.by_app = True
	return pack.insert().name
