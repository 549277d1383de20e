"""Sources, product-independent masters and the public holidays a new site starts with. Made when missing."""

from __future__ import annotations

import frappe

ORDER = 10

ROOT = "全部资源"
INTERCEPTED = "短信截流"
OWN_CONSENT = (
	"这些号码取自拨打过竞品项目的人，本人并未向本项目留电，也未同意接收本项目的电话；短信赠送的同意书不适用。"
	"请写明号码由谁、以何种方式取得，以及本人何时、以何种方式同意本项目致电。"
)
"""what evidence of intercepted numbers has to show: their owners have asked for nothing"""
# source: requirements R5; (name, parent, is_group, max_age_days, inbound, aliases)
SOURCES: tuple[tuple[str, str | None, int, int, int, str], ...] = (
	(ROOT, None, 1, 0, 0, ""),
	("短信赠送", ROOT, 0, 0, 0, "短信\n短信赠送资源"),
	(INTERCEPTED, ROOT, 0, 0, 0, ""),
	("近半年来电来访", ROOT, 1, 183, 1, ""),
	("近半年来电", "近半年来电来访", 0, 183, 1, "来电\n来电客户"),
	("近半年来访", "近半年来电来访", 0, 183, 1, "来访\n来访客户"),
	("拓展部拓客", ROOT, 0, 0, 0, "拓展部\n拓客"),
	("小组自拓", ROOT, 1, 0, 0, ""),
	("外展点咨询", "小组自拓", 0, 0, 0, "外展点\n外展"),
	("大客户拜访", "小组自拓", 0, 0, 0, "大客户"),
	("派单", "小组自拓", 0, 0, 0, ""),
	("酒店咨询", "小组自拓", 0, 0, 0, "酒店"),
	("圈层活动", "小组自拓", 0, 0, 0, "圈层"),
	("常规资源", ROOT, 0, 0, 0, "常规"),
	("其他渠道", ROOT, 1, 0, 0, ""),
	("看房团", "其他渠道", 0, 0, 0, ""),
	("巡展", "其他渠道", 0, 0, 0, ""),
	("陌拜", "其他渠道", 0, 0, 0, ""),
	("车主企业家名录", "其他渠道", 0, 0, 0, "车主名录\n企业家名录\n车主/企业家名录"),
	("商超VIP", "其他渠道", 0, 0, 0, "商超 VIP"),
	("合作单位", "其他渠道", 0, 0, 0, ""),
	("客户会", "其他渠道", 0, 0, 0, ""),
	("代理公司", "其他渠道", 0, 0, 0, "中介"),
	("社区电话", "其他渠道", 0, 0, 0, ""),
	("公务员", "其他渠道", 0, 0, 0, "政府公务员"),
	("话费分级电话", "其他渠道", 0, 0, 0, "话费分级"),
	("重点行业电话", "其他渠道", 0, 0, 0, "重点行业"),
	("其他项目来电来访", "其他渠道", 0, 0, 0, ""),
)


def seed() -> None:
	"""Sources as a tree (R5) when the site has none. Afterwards the tree belongs to the administrators."""
	if frappe.db.count("Channel Source"):
		return
	for name, parent, is_group, max_age, inbound, aliases in SOURCES:
		frappe.get_doc(
			doctype="Channel Source",
			source_name=name,
			parent_channel_source=parent,
			is_group=is_group,
			max_age_days=max_age,
			is_inbound=inbound,
			aliases=aliases,
			evidence_required=int(name == INTERCEPTED),
			consent_question=OWN_CONSENT if name == INTERCEPTED else None,
		).insert(ignore_permissions=True)  # install: no user acts
