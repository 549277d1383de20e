"""The rules of call 客奖罚, R25-R30, as data: drafts, since the source names no amounts (decision 18)."""

from __future__ import annotations

PACK = "call 客奖罚"
OF_TARGET = {"period": "Month", "metric": "成交金额", "target_type": "Performance Target"}
RULES = (
	{
		**OF_TARGET,
		"rule_title": "月度目标奖金",
		"family": "R25",
		"kind": "Reward",
		"condition": "Meets",
		"outcomes": [{"outcome_type": "Money", "basis": "Fixed", "outcome_label": "基本奖金"}],
	},
	{
		**OF_TARGET,
		"rule_title": "月度超额奖金",
		"family": "R25-超额",
		"kind": "Reward",
		"condition": "From Percent of Target",
		"condition_value": 120,
		"outcomes": [
			{"outcome_type": "Money", "basis": "Percent of Excess", "percent": 5, "excess_from": "Target"}
		],
	},
	{
		**OF_TARGET,
		"rule_title": "月度目标未达培训",
		"family": "R25-培训",
		"kind": "Proposal",
		"condition": "Below",
		"outcomes": [{"outcome_type": "Training", "basis": "Fixed"}],
	},
	{
		"rule_title": "季度前三名",
		"family": "R26",
		"kind": "Reward",
		"period": "Quarter",
		"metric": "邀约到访",
		"tie_break_1": "成交套数",
		"tie_break_2": "成交金额",
		"condition": "Place Within",
		"condition_value": 3,
		"outcomes": [
			{
				"outcome_type": "Money",
				"basis": "Fixed",
				"place_from": place,
				"place_to": place,
				"outcome_label": label,
			}
			for place, label in ((1, "一等奖"), (2, "二等奖"), (3, "三等奖"))
		],
	},
	{
		**OF_TARGET,
		"rule_title": "团队基金",
		"family": "R29",
		"kind": "Reward",
		"subject": "Group",
		"condition": "Meets",
		"consecutive_periods": 3,
		"outcomes": [{"outcome_type": "Money", "basis": "Fixed", "outcome_label": "团队基金"}],
	},
	{
		"rule_title": "团队安全奖",
		"family": "R29-安全",
		"kind": "Reward",
		"subject": "Group",
		"period": "Quarter",
		"metric": "严重失误",
		"target_type": "Fixed",
		"target_value": 1,
		"condition": "Below",
		"outcomes": [{"outcome_type": "Money", "basis": "Fixed", "outcome_label": "安全奖"}],
	},
	{
		"rule_title": "客户满意个人奖",
		"family": "R27",
		"kind": "Reward",
		"period": "Month",
		"metric": "满意度",
		"target_type": "Fixed",
		"target_value": 4.8,
		"condition": "Meets",
		"outcomes": [{"outcome_type": "Money", "basis": "Fixed", "outcome_label": "满意度奖"}],
	},
	{
		"rule_title": "满意度连续偏低培训",
		"family": "R27-培训",
		"kind": "Proposal",
		"period": "Month",
		"metric": "满意度",
		"target_type": "Fixed",
		"target_value": 4.5,
		"condition": "Below",
		"consecutive_periods": 3,
		"outcomes": [{"outcome_type": "Training", "basis": "Fixed"}],
	},
	{
		"rule_title": "满意度连续偏低扣绩效奖金",
		"family": "R27-扣款",
		"kind": "Penalty",
		"penalty_class": "Loss of Incentive",
		"period": "Month",
		"metric": "满意度",
		"target_type": "Fixed",
		"target_value": 4.5,
		"condition": "Below",
		"consecutive_periods": 3,
		"outcomes": [
			{
				"outcome_type": "Money",
				"basis": "Share of Rule",
				"share_of_family": "R25, R25-超额",
				"outcome_label": "当月绩效奖金",
			}
		],
	},
	{
		"rule_title": "解决重大投诉特别贡献奖",
		"family": "R28-投诉",
		"kind": "Reward",
		"period": "Event",
		"metric": "解决重大投诉",
		"condition": "Always",
		"outcomes": [{"outcome_type": "Money", "basis": "Per Unit", "outcome_label": "特别贡献奖"}],
	},
	{
		"rule_title": "书面表扬特别贡献奖",
		"family": "R28-表扬",
		"kind": "Reward",
		"period": "Event",
		"metric": "书面表扬",
		"condition": "Always",
		"outcomes": [{"outcome_type": "Money", "basis": "Per Unit", "outcome_label": "特别贡献奖"}],
	},
	{
		"rule_title": "违规罚款",
		"family": "R30",
		"kind": "Penalty",
		"penalty_class": "Fine",
		"period": "Event",
		"metric": "违规",
		"condition": "Always",
		"outcomes": [
			{"outcome_type": "Money", "basis": "Per Unit", "dimension_value": kind, "outcome_label": label}
			for kind, label in (("Warning", "警告"), ("Demerit", "记过"), ("Suspension", "停职"))
		],
	},
)
