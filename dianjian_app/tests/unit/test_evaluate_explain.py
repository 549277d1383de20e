"""An explanation gives the amount again and says why in words; one that was tampered with is found out (R32)."""

from copy import deepcopy

import pytest

from dianjian_app.incentives.engine.explain import (
	StepMismatch,
	UnknownOperation,
	explanation_sentence,
	recompute_worth,
)
from dianjian_app.tests.unit.judged import Agent, D, World, counted, day, settle
from dianjian_app.tests.unit.rules_of_source import calls_short, half_days, outside_the_first, weeks_missed


@pytest.fixture
def short():
	world = World((Agent(off={day(3): D("0.5")}),), counted("接通", {day(3): 46}))
	lines, _ = settle([calls_short("1.5", title="接通不足")], world.facts(through=day(3)))
	return next(ln for ln in lines if ln.key.period.start == day(3))


def test_the_stored_steps_give_the_amount(short):
	assert short.amount == -6
	assert [s["label"] for s in short.explanation["steps"]] == [
		"target times presence",
		"target",
		"short",
		"per unit short",
		"deduction",
	]
	assert recompute_worth(short.explanation) == -6


def test_it_is_told_in_chinese_and_english(short):
	assert explanation_sentence(short.explanation, "zh", "张敏", "个") == (
		"张敏，2026-09-03，规则 R20“接通不足”第 1 版；接通 46 个；应出勤 0.5 天；目标 × 应出勤：100 × 0.5 = 50；"
		"目标：50 向上取整 = 50；短缺：50 − 46 = 4；按短缺计：4 × 1.5 = 6；扣 6 元。"
	)
	assert explanation_sentence(short.explanation, "en", "Zhang Min", "customers").endswith(
		"6 yuan are taken."
	)


def test_a_changed_figure_is_found_out(short):
	forged = deepcopy(short.explanation)
	forged["steps"][2]["result"] = "3"
	with pytest.raises(StepMismatch):
		recompute_worth(forged)
	forged["steps"][2]["operation"] = "guess"
	with pytest.raises(UnknownOperation):
		recompute_worth(forged)


def test_the_evidence_is_named():
	world = World(counts=counted("到访", {day(8): 12}))
	lines, _ = settle(
		[outside_the_first(1), half_days()], World((Agent(), Agent("A2")), world.counts).facts()
	)
	told = {ln.key.family: explanation_sentence(ln.explanation, "zh") for ln in lines}
	assert "剩余 2 结转" in told["R22"]
	assert "第 2 名（共 2 人，以第 1 名为界）" in told["R24"]
	assert "结果：淘汰（提议）" in told["R24"]


def test_a_streak_names_its_weeks():
	lines, _ = settle([weeks_missed()], World(counts=counted("到访", {day(8): 3})).facts())
	row = lines[0].explanation["facts"]["row"]
	assert "2026-09-07..2026-09-13: 3 / 10" in row
	assert recompute_worth(lines[0].explanation) == 1
