"""The rules of the source (天津八里洲电开), R20-R24, as data: approved on a new site (decision 18)."""

from __future__ import annotations

PACK = "天津八里洲电开"
DAILY_CALLS = {
	"rule_title": "每日接通电话",
	"family": "R20",
	"kind": "Penalty",
	"penalty_class": "Fine",
	"period": "Day",
	"metric": "接通电话",
	"target_type": "Fixed",
	"target_value": 100,
	"scale_by_presence": 1,
	"condition": "Below",
	"outcomes": [{"outcome_type": "Money", "basis": "Per Unit Short", "amount": 1}],
}
WEEKLY_VISITS = {
	"rule_title": "每周邀约到访",
	"family": "R21",
	"kind": "Proposal",
	"period": "Week",
	"metric": "邀约到访",
	"target_type": "Fixed",
	"target_value": 10,
	"scale_by_presence": 1,
	"condition": "Below",
	"consecutive_periods": 4,
	"outcomes": [{"outcome_type": "Dismissal", "basis": "Fixed"}],
}
HALF_DAYS = {
	"rule_title": "到访奖励半天假",
	"family": "R22",
	"kind": "Reward",
	"period": "Cumulative",
	"metric": "邀约到访",
	"condition": "Every N",
	"condition_value": 10,
	"outcomes": [{"outcome_type": "Leave Days", "basis": "Fixed", "amount": 0.5}],
}
DEALS = {
	"rule_title": "成交奖励",
	"family": "R23",
	"kind": "Reward",
	"period": "Event",
	"metric": "成交套数",
	"condition": "Always",
	"outcomes": [
		{"outcome_type": "Money", "basis": "Per Unit", "amount": 200, "dimension_value": "高层"},
		{"outcome_type": "Money", "basis": "Per Unit", "amount": 500, "dimension_value": "别墅"},
	],
}
RANKING = {
	"rule_title": "月度排名淘汰",
	"family": "R24",
	"kind": "Proposal",
	"population": "Established",
	"period": "Month",
	"metric": "邀约到访",
	"tie_break_1": "成交套数",
	"tie_break_2": "成交金额",
	"condition": "Place Outside",
	"condition_value": 6,
	"outcomes": [{"outcome_type": "Elimination", "basis": "Fixed"}],
}
RULES = (DAILY_CALLS, WEEKLY_VISITS, HALF_DAYS, DEALS, RANKING)
