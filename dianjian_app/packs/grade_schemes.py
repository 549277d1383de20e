"""The grade schemes of the shipped packs, as data (R12)."""

from __future__ import annotations

# (grade, label, meaning, intention, invalid, recycle days, accepts SMS, means do-not-call)
SCHEMES = {
	"标准": (
		"天津八里洲电开的等级",
		(
			("A", "意向客户", "有购房意向，抗性不大，愿意到访", 1, 0, 30, 1, 0),
			("B", "意向客户", "有购房意向，有抗性，可能到访", 1, 0, 30, 1, 0),
			("C", "潜在客户", "有购房意向，抗性较大，不愿到访", 0, 0, 30, 1, 0),
			("D", "无效客户", "无购房意向", 0, 1, 0, 0, 0),
		),
	),
	"恒大 call 客": (
		"恒大 call 客的等级",
		(
			("A", "确定到访", "确定到访，已约好时间", 1, 0, 30, 1, 0),
			("B", "有空再来", "有时间就来", 1, 0, 30, 1, 0),
			("C", "可再联系", "愿意接收短信，或以后再接电话", 0, 0, 30, 1, 0),
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
