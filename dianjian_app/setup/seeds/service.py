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


def seed() -> None:
	"""Categories and departments, each only where the site has none of the kind."""
	_seed("Complaint Category", "category_name", CATEGORIES)
	_seed("Responsible Department", "department_name", DEPARTMENTS)


def _seed(doctype: str, field: str, rows: tuple[tuple[str, str], ...]) -> None:
	if frappe.db.count(doctype):
		return
	for order, (name, english) in enumerate(rows, 1):
		frappe.get_doc(
			{"doctype": doctype, field: name, "english_name": english, "sort_order": order}
		).insert(ignore_permissions=True)  # install: no user acts
