"""The text that intention customers get on a new site: signed, and with a way to refuse (R14). Made when missing."""

from __future__ import annotations

import frappe

ORDER = 2

TITLE = "意向客户短信跟进"
TEXT = "【{company}】{customer_name}您好，我是{centre}{agent_name}，感谢您接听电话。{project}欢迎您来访参观。拒收请回复T"


def seed() -> None:
	"""One text, where the site has none; no centre of a site that is there already begins to send it."""
	if not frappe.db.count("Follow-up Message Template"):
		frappe.get_doc({"doctype": "Follow-up Message Template", "title": TITLE, "text": TEXT}).insert(
			ignore_permissions=True  # install: no user acts
		)
