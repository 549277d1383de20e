"""The metrics and rules that a new site starts with, as data (decision 18). Made when missing, never rewritten.

The rules of the source are approved; the others are drafts, to be filled in and approved where they are wanted.
"""

from __future__ import annotations

from datetime import date

import frappe

ORDER = 60
FROM = date(2020, 1, 1)
SOURCE_PACK, REWARD_PACK = "天津八里洲电开", "call 客奖罚"

# (name, English, unit, English unit, DocType, date field, function, value field, dimension, filters, description)
METRICS = (
	(
		"接通电话",
		"customers connected",
		"个",
		"customers",
		"Daily Ledger",
		"date",
		"Sum",
		"connected",
		"",
		[],
		"每天接通的不同客户数,以已确认的效果管控表为准",
	),
	(
		"邀约到访",
		"counted visits",
		"组",
		"visits",
		"Daily Ledger",
		"date",
		"Sum",
		"visits",
		"",
		[],
		"客户先联系、电开带到前台、接访签字并确认的首次到访,按组计",
	),
	(
		"邀约数",
		"invitations",
		"个",
		"invitations",
		"Daily Ledger",
		"date",
		"Sum",
		"invited",
		"",
		[],
		"登记表上已签字的邀约",
	),
	(
		"成交套数",
		"units sold",
		"套",
		"units",
		"Sales Deal",
		"date",
		"Sum",
		"units",
		"product_type",
		[["agent", "is", "set"]],
		"由计数到访带来的成交,按产品类型",
	),
	(
		"成交金额",
		"sales",
		"元",
		"yuan",
		"Sales Deal",
		"date",
		"Sum",
		"amount",
		"product_type",
		[["agent", "is", "set"]],
		"由计数到访带来的成交金额",
	),
	(
		"严重失误",
		"serious errors",
		"次",
		"errors",
		"Disciplinary Action",
		"date",
		"Count",
		"",
		"",
		[
			["status", "=", "Decided"],
			["action_type", "in", ["Warning", "Demerit", "Suspension", "Dismissal"]],
		],
		"已决定的警告、记过、停职与辞退",
	),
)

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
OF_TARGET = {"period": "Month", "metric": "成交金额", "target_type": "Performance Target"}
DRAFTS = (
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
)
APPROVED = (DAILY_CALLS, WEEKLY_VISITS, HALF_DAYS, DEALS, RANKING)


def seed() -> None:
	"""Metrics, then rules, where the site has none of the name or code."""
	for row in METRICS:
		_make_metric(*row)
	for rule in APPROVED:
		_make_rule(rule, SOURCE_PACK, approved=True)
	for rule in DRAFTS:
		_make_rule(rule, REWARD_PACK, approved=False)


def _make_metric(
	name, label_en, unit, unit_en, doctype, date_field, function, value_field, dimension, filters, description
) -> None:
	if frappe.db.exists("Incentive Metric", name):
		return
	frappe.get_doc(
		doctype="Incentive Metric",
		metric_name=name,
		label_en=label_en,
		unit=unit,
		unit_en=unit_en,
		source_doctype=doctype,
		agent_field="agent",
		date_field=date_field,
		function=function,
		value_field=value_field,
		dimension_field=dimension,
		filters_json=frappe.as_json(filters),
		description=description,
	).insert(ignore_permissions=True)  # install: no user acts


def _make_rule(rule: dict, pack: str, *, approved: bool) -> None:
	if frappe.db.exists("Incentive Rule", {"family": rule["family"]}):
		return
	doc = frappe.get_doc({"doctype": "Incentive Rule", "valid_from": FROM, "pack": pack, **rule})
	doc.flags.ignore_permissions = True  # install: no user acts
	doc.insert()
	if approved:
		doc.submit()
