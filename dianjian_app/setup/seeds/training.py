"""The entrance courses (岗前培训) that a site starts with, for every centre (R37, R49). Made when the site has no course."""

from __future__ import annotations

import frappe

from dianjian_app import roles

ORDER = 8
DUE_DAYS = 7

# title, position (empty: every newcomer), hours, what is taught
ENTRANCE = (
	("岗前培训：制度与考勤", "", 2, "案场制度、考勤、奖罚与申诉"),
	("岗前培训：客户信息保密", "", 1, "客户资料的使用范围、号码查看与导出、泄露的后果"),
	("岗前培训：电话销售与答客问", roles.AGENT, 4, "销讲、答客问、邀约话术、客户等级与填表"),
	("岗前培训：接待与到访确认", roles.CONSULTANT, 3, "接访流程、到访确认签字、成交登记"),
	("岗前培训：来访登记", roles.FRONT_DESK, 2, "来访登记、证件核对、领客流程"),
)


def seed() -> None:
	"""The courses where the site has none."""
	if frappe.db.count("Training Course"):
		return
	for title, position, hours, content in ENTRANCE:
		frappe.get_doc(
			doctype="Training Course",
			course_title=title,
			entrance=1,
			position=position,
			due_days=DUE_DAYS,
			hours=hours,
			content=content,
		).insert(ignore_permissions=True)  # install: no user acts
