"""What waits for whom is data: each role has a list, and each kind asks for fields that are there (R48)."""

import json
from datetime import date
from pathlib import Path

import pytest

from dianjian_app import roles
from dianjian_app.reporting.waiting_kinds import BY_KEY, KINDS, OWN, STARTS, WAITS, keys_for, starts_for
from dianjian_app.reporting.waiting_parts import Day, Kind, filters_on

pytestmark = pytest.mark.req("R48")
DOCTYPES = Path(__file__).parents[2] / "dianjian_app" / "doctype"
TODAY = date(2026, 10, 15)
OF_FRAPPE = ("name", "docstatus")


def doctype_of(name):
	folder = name.lower().replace(" ", "_").replace("-", "_")
	return json.loads((DOCTYPES / folder / f"{folder}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("role", roles.ALL)
def test_each_role_has_a_list(role):
	assert keys_for({role})


def test_each_kind_is_somebodys_and_stands_once():
	assert len(BY_KEY) == len(KINDS)
	assert {key for keys in WAITS.values() for key in keys} | {*OWN} == {*BY_KEY}
	assert len({kind.label for kind in KINDS}) == len(KINDS)


def test_who_has_two_roles_has_each_kind_once_and_who_has_none_has_nothing():
	both = keys_for({roles.LEADER, roles.MANAGER})
	assert len(both) == len(set(both)) and {"sheets_to_confirm", "deals_to_confirm", "claims"} <= {*both}
	assert keys_for({"Website Manager"}) == [] and starts_for({"Website Manager"}) == []


def test_planning_begins_with_importing():
	assert [start.to for start in STARTS[roles.PLANNING]] == ["Lead Batch"]


@pytest.mark.parametrize("kind", [k for k in KINDS if k.doctype], ids=lambda kind: kind.key)
def test_a_kind_asks_for_fields_and_values_that_are_there(kind):
	doctype = doctype_of(kind.doctype)
	fields = {f["fieldname"]: f for f in doctype["fields"]}
	title = kind.title or doctype["title_field"]
	asked = [f for f, _operator, _value in kind.filters]
	for field in (
		*asked,
		*kind.told,
		title,
		kind.at,
		kind.mine,
		kind.not_mine,
		*(["sales_group"] * kind.led),
	):
		assert not field or field in fields or field in OF_FRAPPE, field
	for field, _operator, value in kind.filters:
		options = (fields.get(field) or {}).get("options", "")
		if (fields.get(field) or {}).get("fieldtype") == "Select":
			values = value if isinstance(value, tuple) else (value,)
			assert {*values} <= {*options.split("\n"), "set", "not set"}, field
	readers = {p["role"] for p in doctype["permissions"] if p.get("read") and not p.get("permlevel")}
	asking = {role for role, keys in WAITS.items() if kind.key in keys}
	assert asking <= readers, asking - readers


def test_filters_name_the_day_and_the_reader():
	kind = Kind("x", "X", "Call Sheet", (("date", "<", Day(-2)), ("stage", "in", ("A", "B"))), mine="agent")
	assert filters_on(kind, TODAY, {"E2", "E1"}, ()) == [
		["date", "<", "2026-10-13"],
		["stage", "in", ["A", "B"]],
		["agent", "in", ["E1", "E2"]],
	]


def test_who_is_nobody_of_the_staff_has_nothing_of_their_own_and_leads_nothing():
	mine, led = Kind("x", "X", "Call Sheet", mine="agent"), Kind("x", "X", "Call Sheet", led=True)
	others = Kind("x", "X", "Call Sheet", not_mine="agent")
	for kind in (mine, led):
		(_field, operator, values) = filters_on(kind, TODAY, (), ())[0]
		assert operator == "in" and "" not in values and None not in values and values
	assert filters_on(others, TODAY, (), ()) == []
