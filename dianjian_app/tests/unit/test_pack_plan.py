"""What a policy pack would do, worked out without a site (R52)."""

import pytest

from dianjian_app.packs.plan import ADD, CHANGE, KEEP, LATER, PackError, check, plan, same

pytestmark = pytest.mark.req("R52")


def a_pack(title="包", **sections):
	return check({"schema": 1, "title": title, "sections": sections})


def acts(items):
	return {(i.section, i.key): i.action for i in items}


RULE = {"family": "R20", "target_value": 100, "outcomes": [{"outcome_type": "Money", "amount": 1}]}


def test_what_is_missing_is_added_what_is_the_same_left_alone():
	pack = a_pack(rules=[RULE], products=[{"product_name": "高层"}])
	assert acts(plan([pack], {})) == {("rules", "R20"): ADD, ("products", "高层"): ADD}
	there = {
		"rules": {"R20": {**RULE, "target_value": 100.0}},
		"products": {"高层": {"product_name": "高层"}},
	}
	assert acts(plan([pack], there)) == {("rules", "R20"): KEEP, ("products", "高层"): KEEP}


def test_a_rule_that_differs_gets_a_draft_version_other_things_stay_as_the_administrator_made_them():
	pack = a_pack(rules=[RULE], grade_schemes=[{"scheme_name": "标准", "description": "甲"}])
	there = {
		"rules": {"R20": {**RULE, "target_value": 80}},
		"grade_schemes": {"标准": {"scheme_name": "标准", "description": "乙"}},
	}
	rule, scheme = sorted(plan([pack], there), key=lambda i: i.section, reverse=True)
	assert (rule.action, rule.changes) == (CHANGE, (("target_value", 80, 100),))
	assert (scheme.action, scheme.why) == (KEEP, "differs here and is kept")


GROUND = {"ground_title": "离岗", "kind": "Breach", "first_measure": "Demerit"}


def test_a_ground_that_holds_for_all_stays_and_the_centre_gets_its_own():
	pack = a_pack(grounds=[GROUND])
	common = {"grounds": {"离岗": {**GROUND, "first_measure": "Warning", "centre": None}}}
	[item] = plan([pack], common)
	assert (item.action, item.changes) == (CHANGE, (("first_measure", "Warning", "Demerit"),))
	own = {"grounds": {"离岗": {**common["grounds"]["离岗"], "centre": "八里洲"}}}
	[item] = plan([pack], own)
	assert (item.action, item.why) == (KEEP, "differs here and is kept")
	assert acts(plan([pack], {"grounds": {"离岗": {**GROUND, "centre": None}}})) == {
		("grounds", "离岗"): KEEP
	}


def test_settings_show_old_and_new():
	pack = a_pack(centre={"protection_days": 30, "grade_scheme": "标准"})
	items = plan([pack], {"centre": {"centre": {"protection_days": 15, "grade_scheme": "标准"}}})
	assert acts(items) == {("centre", "protection_days"): CHANGE, ("centre", "grade_scheme"): KEEP}


def test_packs_combine_and_the_later_one_wins():
	first, second = a_pack("甲", rules=[RULE]), a_pack("乙", rules=[{**RULE, "target_value": 120}])
	[item] = plan([first, second], {})
	assert (item.values["target_value"], item.why, item.pack) == (120, "instead of 甲", "乙")


def test_what_comes_later_is_said():
	[item] = plan([a_pack(later=[{"part": "考勤", "text": "以后"}])], {})
	assert (item.action, item.why) == (LATER, "以后")


@pytest.mark.parametrize(
	"content",
	[
		None,
		[],
		{"schema": 2, "title": "x", "sections": {}},
		{"schema": 1, "sections": {}},
		{"schema": 1, "title": "x", "sections": {"users": [{"name": "Administrator"}]}},
		{"schema": 1, "title": "x", "sections": {"rules": [{"family": "R1", "owner": "x"}]}},
		{
			"schema": 1,
			"title": "x",
			"sections": {"rules": [{"family": "R1", "outcomes": [{"docstatus": 1}]}]},
		},
		{"schema": 1, "title": "x", "sections": {"rules": [{"rule_title": "no family"}]}},
		{"schema": 1, "title": "x", "sections": {"centre": {"manager": "x"}}},
		{"schema": 1, "title": "x", "sections": {"rules": ["x"]}},
		{"schema": 1, "title": "x", "sections": {"rules": 3}},
		{"schema": 1, "title": "x", "sections": {"later": [{"text": "no part"}]}},
		{"schema": 1, "title": "x", "sections": {"rules": [{"family": ["R1"]}]}},
		{"schema": 1, "title": "x", "sections": {"centre": {"grade_scheme": {"x": 1}}}},
		{"schema": 1, "title": "x", "sections": {"attendance": {"day_turn": [1]}}},
		{"schema": 1, "title": "x", "sections": {"rules": {"family": "R1"}}},
		*(
			{"schema": 1, "title": "x", "sections": {section: [{**row, name: inner}]}}
			for section, row, name in (
				("rules", {"family": "R1"}, "positions"),
				("grade_schemes", {"scheme_name": "甲"}, "grades"),
				("survey_templates", {"template_name": "甲"}, "questions"),
				("scripts", {"title": "甲"}, "answers"),
			)
			for inner in (7, "x", ["x"], [{"owner": "x"}], [{"parent": "x"}], {"owner": "x"})
		),
	],
)
def test_what_is_no_pack_is_refused(content):
	with pytest.raises(PackError):
		check(content)


@pytest.mark.parametrize(
	("a", "b"), [(1, 1.0), ("", None), (0, False), ("1", 1), ([{"a": 1, "b": 2}], [{"a": 1}])]
)
def test_the_same_said_in_another_way(a, b):
	assert same(a, b)
