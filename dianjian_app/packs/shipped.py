"""The packs that come with the app (R52). Only the first is what a new site has; of the others rules load as drafts."""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from dianjian_app.packs import reward_rules, source_rules
from dianjian_app.packs.grade_schemes import SCHEMES, grade_row
from dianjian_app.packs.plan import SCHEMA
from dianjian_app.packs.shipped_metrics import METRICS

_METRIC_FIELDS = (
	*(
		"metric_name",
		"label_en",
		"unit",
		"unit_en",
		"source_doctype",
		"date_field",
		"function",
		"value_field",
	),
	*("dimension_field", "filters_json", "description", "agent_field"),
)
SEASONS = (
	{"season_name": "夏季", "from_month": 5, "from_day": 1, "work_start": "9:00:00", "work_end": "17:30:00"},
	{"season_name": "冬季", "from_month": 10, "from_day": 1, "work_start": "9:00:00", "work_end": "17:00:00"},
)
OFFICE = (
	{"season_name": "全年", "from_month": 1, "from_day": 1, "work_start": "9:00:00", "work_end": "18:00:00"},
)


def _metrics(names: Iterable[str]) -> list[dict]:
	wanted = set(names)
	found = []
	for row in METRICS:
		if row[0] in wanted:
			values = dict(
				zip(_METRIC_FIELDS, row if len(row) == len(_METRIC_FIELDS) else (*row, "agent"), strict=True)
			)
			values["filters_json"] = frappe.as_json(values["filters_json"])
			found.append(values)
	return found


def _of(rules: Iterable[dict]) -> set[str]:
	return {r[f] for r in rules for f in ("metric", "tie_break_1", "tie_break_2") if r.get(f)}


def _scheme(name: str) -> dict:
	description, grades = SCHEMES[name]
	return {"scheme_name": name, "description": description, "grades": [grade_row(g) for g in grades]}


def _later(**parts: str) -> list[dict]:
	return [{"part": part, "text": text} for part, text in parts.items()]


def packs() -> dict[str, dict]:
	"""title → content of each shipped pack."""
	made = {
		source_rules.PACK: (
			"每天接通 100 组电话、每周到访 10 组、每少 1 组扣 1 元、每 10 组半天假、成交 200/500、前 6 名、冬夏两季作息",
			{
				"grade_schemes": [_scheme("标准")],
				"metrics": _metrics(_of(source_rules.RULES)),
				"rules": list(source_rules.RULES),
				"centre": {"seasons": list(SEASONS), "grade_scheme": "标准"},
			},
		),
		"恒大 call 客": (
			"第二套等级（D 即拒绝来电）、一个月循环、来源排名：本案 > 拓展 > 客户会 > 代理 > 短信",
			{
				"grade_schemes": [_scheme("恒大 call 客")],
				"sources": [
					{"source_name": name, "parent_channel_source": "全部资源", "is_group": 0}
					for name in ("本案资源", "拓展部拓客", "客户会", "代理公司", "短信赠送")
				],
				"centre": {"grade_scheme": "恒大 call 客"},
			},
		),
		reward_rules.PACK: (
			"月度目标奖金与超额 5%、季度前三、满意度、特别贡献、团队奖、违规罚款；金额由管理员填写",
			{"metrics": _metrics(_of(reward_rules.RULES)), "rules": list(reward_rules.RULES)},
		),
		"call 客考勤": (
			"每天 8 小时、每周 40 小时、迟到早退、旷工、请假外出加班审批",
			{"later": _later(考勤="打卡、迟到早退扣款、旷工、外出与加班申请随考勤功能提供")},
		),
		"呼叫中心 Mon–Fri": (
			"周一至周五 09:00–18:00，公司安排的节假日；保密违规、兼职、离岗",
			{
				"centre": {
					"seasons": list(OFFICE),
					"rest_days": [{"weekday": "Saturday"}, {"weekday": "Sunday"}],
					"call_from": "09:00",
					"call_until": "18:00",
				},
				"later": _later(行为规范="兼职、离岗等行为条款随考勤功能提供；保密违规可按 R30 处理"),
			},
		),
		"案场咨客 / 售楼处 / 客服": (
			"行为规范、R30 的处分、月季年考核",
			{
				"metrics": _metrics(_of([reward_rules.RULES[-1]])),
				"rules": [reward_rules.RULES[-1]],
				"later": _later(
					销讲="销讲与答客问随相应功能提供", 考核周期="月、季、年考核的排期随相应功能提供"
				),
			},
		),
		"来访人员": (
			"来访登记、证件查验、区域与违规",
			{"later": _later(来访登记="前台来访登记随相应功能提供")},
		),
	}
	return {
		title: {"schema": SCHEMA, "title": title, "description": text, "version": 1, "sections": sections}
		for title, (text, sections) in made.items()
	}
