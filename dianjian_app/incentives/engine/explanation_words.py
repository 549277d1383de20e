"""The Chinese and English words of explanations. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
	"""One language: sentences with places, labels of steps and options, punctuation."""

	lang: str
	sentences: Mapping[str, str]
	labels: Mapping[str, str]
	comma: str
	stop: str
	full_stop: str
	colon: str

	def say(self, which: str, **values: object) -> str:
		"""A sentence with its places filled."""
		return self.sentences[which].format(**values)

	def label(self, code: str) -> str:
		"""What a step or an option is called; what has no name keeps its code."""
		return self.labels.get(code, code)

	def formula(self, operation: str, operands: Sequence[str]) -> str:
		"""One step of arithmetic as it is written by hand."""
		o = [f"({x})" if x.startswith("-") and i else x for i, x in enumerate(operands)]
		signs = {"multiply": " × ", "add": " + ", "subtract": " − "}
		if operation in signs:
			return signs[operation].join(o)
		return self.sentences[f"op {operation}"].format(*o)


ZH = Words(
	lang="zh",
	comma="，",
	stop="；",
	full_stop="。",
	colon="：",
	sentences={
		"head": "{who}，{period}，规则 {code}",
		"version": "“{title}”第 {version} 版",
		"value": "{metric} {value} {unit}",
		"presence": "应出勤 {presence} 天",
		"place": "第 {place} 名（共 {ranked} 人，以第 {n} 名为界）",
		"in_a_row": "连续 {n} 期（{row}）",
		"brought": "其中 {n} 期由期初带入",
		"remainder": "剩余 {n} 结转",
		"takes": "扣 {amount} 元",
		"gives": "得 {amount} 元",
		"takes days": "收回 {amount} 天假",
		"gives days": "得 {amount} 天假",
		"outcome": "结果：{outcome}",
		"span": "{start} 至 {end}",
		"op percent": "{0} 的 {1}%",
		"op negate": "−{0}",
		"op divide_up": "{0} ÷ {1} 向上取整",
		"op divide_down": "{0} ÷ {1} 向下取整",
		"op round_up": "{0} 向上取整",
		"op smaller": "{0} 与 {1} 取小",
		"op larger": "{0} 与 {1} 取大",
		"op to_fen": "{0} 四舍五入到分",
	},
	labels={
		"target times presence": "目标 × 应出勤",
		"target": "目标",
		"threshold": "门槛",
		"deductions": "扣款合计",
		"losses": "应扣",
		"incentives": "当月奖励",
		"above": "超出",
		"with what was carried": "加上结转",
		"may be taken": "可扣",
		"carried": "超出扣款上限的部分结转下月，或扣回以前结转的部分",
		"dropped": "超出扣款上限的部分不扣",
		"incentive floor": "减少奖励以当月奖励为限",
		"class not allowed": "案场的扣款政策不允许此类处罚",
		"short": "短缺",
		"per unit": "按数计",
		"per unit short": "按短缺计",
		"per n": "按每 N 个计",
		"times": "次数",
		"fixed": "固定",
		"excess": "超额",
		"percent of excess": "超额比例",
		"shared entries": "所依据的奖励",
		"share": "份额",
		"rounded": "取整到分",
		"capped": "上限",
		"together": "合计",
		"with opening": "加期初余数",
		"not yet rewarded": "尚未奖励",
		"closed out on leaving": "减去离职结清",
		"less posted": "减去已入账",
		"value": "合计",
		"Training": "培训",
		"Warning": "警告",
		"Demerit": "记过",
		"Suspension": "停职",
		"Dismissal": "辞退（提议）",
		"Elimination": "淘汰（提议）",
		"Award": "奖项",
	},
)

EN = Words(
	lang="en",
	comma=", ",
	stop="; ",
	full_stop=".",
	colon=": ",
	sentences={
		"head": "{who}, {period}, rule {code}",
		"version": " “{title}”, version {version}",
		"value": "{metric}: {value} {unit}",
		"presence": "presence {presence} days",
		"place": "place {place} of {ranked} (the line is drawn at {n})",
		"in_a_row": "{n} periods in a row ({row})",
		"brought": "{n} of them brought along",
		"remainder": "{n} carried over",
		"takes": "{amount} yuan are taken",
		"gives": "{amount} yuan are given",
		"takes days": "{amount} days of leave are taken back",
		"gives days": "{amount} days of leave are given",
		"outcome": "outcome: {outcome}",
		"span": "{start} to {end}",
		"op percent": "{1}% of {0}",
		"op negate": "−{0}",
		"op divide_up": "{0} ÷ {1}, rounded up",
		"op divide_down": "{0} ÷ {1}, rounded down",
		"op round_up": "{0} rounded up",
		"op smaller": "the smaller of {0} and {1}",
		"op larger": "the larger of {0} and {1}",
		"op to_fen": "{0} rounded to the fen",
	},
	labels={
		"target times presence": "target × presence",
		"per unit": "per unit",
		"carried": "above the limit of deductions: carried on, or taken from what was carried",
		"dropped": "above the limit of deductions: not taken",
		"incentive floor": "losses of incentives stop at the incentives of the month",
		"class not allowed": "the centre's policy does not allow this class of penalty",
		"per unit short": "per unit short",
		"per n": "per N",
		"percent of excess": "part of the excess",
		"shared entries": "rewards it goes by",
		"rounded": "to the fen",
		"capped": "cap",
		"with opening": "with what was brought along",
		"less posted": "less what was posted",
		"value": "together",
		"Dismissal": "dismissal (proposed)",
		"Elimination": "elimination (proposed)",
	},
)


def words(lang: str) -> Words:
	"""Chinese for "zh" and its kinds, else English."""
	return ZH if lang.lower().startswith("zh") else EN
