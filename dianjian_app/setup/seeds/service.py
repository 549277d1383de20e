"""What complaints are about and which departments answer them, as a new site starts with it (R41). Made when missing."""

from __future__ import annotations

import frappe

ORDER = 6

CATEGORIES = (
	("服务态度", "Manner of Service"),
	("信息不符", "Wrong Information"),
	("电话打扰", "Unwanted Calls"),
	("等候时间", "Waiting Time"),
	("产品与质量", "Product and Quality"),
	("合同与款项", "Contract and Payment"),
	("个人信息", "Personal Data"),
	("其他", "Other"),
)
DEPARTMENTS = (
	("销售部", "Sales"),
	("客服部", "Customer Service Department"),
	("策划部", "Planning Department"),
	("拓展部", "Expansion"),
	("工程部", "Engineering"),
	("财务部", "Finance"),
	("物业", "Property Management"),
	("行政部", "Administration Department"),
	("人力资源部", "Human Resources"),
)


SURVEYS: tuple[dict, ...] = (
	{
		"template_name": "来访满意度",
		"asked_after": "Visit",
		"intro": "感谢您到访售楼处，请用一分钟告诉我们您的感受。",
		"intro_english": "Thank you for your visit. Please tell us in a minute how it was.",
		"questions": (
			("您对邀约您到访的置业顾问满意吗？", "How satisfied are you with the person who invited you?", 1),
			("现场接待您满意吗？", "How were you received here?", 0),
			("电话里介绍的情况与现场一致吗？", "Was what you were told on the phone true?", 0),
		),
	},
	{
		"template_name": "成交满意度",
		"asked_after": "Deal",
		"intro": "感谢您的信任，请告诉我们购房过程中的感受。",
		"intro_english": "Thank you for your trust. Please tell us how buying was.",
		"questions": (
			("您对为您服务的人员满意吗？", "How satisfied are you with who looked after you?", 1),
			("签约与付款手续的说明清楚吗？", "Were contract and payment explained clearly?", 0),
		),
	},
	{
		"template_name": "投诉处理满意度",
		"asked_after": "Complaint",
		"intro": "您反映的问题我们已经处理，请告诉我们结果是否令您满意。",
		"intro_english": "What you told us has been dealt with. Please tell us how well.",
		"questions": (
			("您对处理结果满意吗？", "How satisfied are you with the result?", 1),
			("答复您的速度满意吗？", "Was the answer quick enough?", 0),
		),
	},
	{
		"template_name": "定期回访",
		"asked_after": "Schedule",
		"wait_days": 90,
		"quiet_days": 60,
		"intro": "这是例行回访，请告诉我们您对服务的感受。",
		"intro_english": "A regular visit back: please tell us how you find our service.",
		"questions": (("您对我们的服务满意吗？", "How satisfied are you with our service?", 1),),
	},
)
WORDS = ("您还有什么想告诉我们的？", "Is there anything else you want to tell us?")
SURVEY_TEXT = "【{company}】{customer_name}您好，请为我们的服务评分，链接仅限您本人使用一次： {link} 退订回T"


def seed() -> None:
	"""Categories, departments and surveys, each only where the site has none of the kind."""
	_seed_surveys()
	_seed("Complaint Category", "category_name", CATEGORIES)
	_seed("Responsible Department", "department_name", DEPARTMENTS)


def _seed_surveys() -> None:
	"""Surveys that ask nobody before somebody switches them on."""
	if frappe.db.count("Survey Template"):
		return
	for survey in SURVEYS:
		scales = [
			{"question": own, "english": english, "kind": "Scale", "required": counts, "counts": counts}
			for own, english, counts in survey["questions"]
		]
		words = {"question": WORDS[0], "english": WORDS[1], "kind": "Text", "required": 0}
		values = {**survey, "questions": [*scales, words], "text": SURVEY_TEXT, "disabled": 1}
		frappe.get_doc({"doctype": "Survey Template", **values}).insert(ignore_permissions=True)  # install


def _seed(doctype: str, field: str, rows: tuple[tuple[str, str], ...]) -> None:
	if frappe.db.count(doctype):
		return
	for order, (name, english) in enumerate(rows, 1):
		frappe.get_doc(
			{"doctype": doctype, field: name, "english_name": english, "sort_order": order}
		).insert(ignore_permissions=True)  # install: no user acts
