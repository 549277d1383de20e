"""The grade schemes of the shipped packs, as data (R12)."""

from __future__ import annotations

# (grade, label, meaning, intention, invalid, recycle days, accepts SMS, means do-not-call)
SCHEMES = {
	"标准": (
		"天津八里洲电开的等级",
		(
			("A", "意向强", "有购买意向,抗性小,愿意到访", 1, 0, 30, 1, 0),
			("B", "意向", "可能到访", 1, 0, 30, 1, 0),
			("C", "潜在", "勉强,暂不愿到访", 0, 0, 30, 1, 0),
			("D", "无效", "无意向", 0, 1, 0, 0, 0),
		),
	),
	"恒大 call 客": (
		"恒大 call 客的等级",
		(
			("A", "确定到访", "确定来访并约好时间", 1, 0, 30, 1, 0),
			("B", "有空再来", "有时间就来", 1, 0, 30, 1, 0),
			("C", "可再联系", "接受短信或再次来电", 0, 0, 30, 1, 0),
			("D", "拒绝", "挂断或拒绝一切联系", 0, 1, 0, 0, 1),
		),
	),
}


def grade_row(values: tuple) -> dict:
	"""A row of a scheme as fields."""
	fields = (
		*("grade", "grade_label", "meaning", "is_intention", "is_invalid", "recycle_days"),
		*("accepts_sms", "means_do_not_call"),
	)
	return dict(zip(fields, values, strict=True))
