"""The breaches and merits that a new site starts with, from the working systems (R30, R31). Made when the site has none."""

from __future__ import annotations

import frappe

ORDER = 7

# title, English name, first, second and third measure
BREACHES = (
	("迟到早退", "Late or Early Leave", "Warning", "Demerit", ""),
	("离岗", "Leaving the Post", "Warning", "Demerit", "Suspension"),
	("旷工", "Absence", "Demerit", "Suspension", "Dismissal"),
	("仪容不整", "Untidy Appearance", "Warning", "", "Demerit"),
	("喧哗", "Noise at Work", "Warning", "", "Demerit"),
	("怠慢客户", "Neglect of a Customer", "Warning", "Demerit", "Suspension"),
	("争抢客户", "Fighting over a Customer", "Demerit", "Suspension", "Dismissal"),
	("弄虚作假", "False Records", "Demerit", "Suspension", "Dismissal"),
	("私用资源", "Private Use of Resources", "Demerit", "Suspension", "Dismissal"),
	("私接私活", "Private Business", "Suspension", "Dismissal", ""),
	("泄露客户信息", "Disclosure of Customer Data", "Suspension", "Dismissal", ""),
	("其他违规", "Other Breach", "Warning", "Demerit", "Suspension"),
)
MERITS = (
	("合理化建议", "Useful Suggestion", "Award", "", ""),
	("帮带新人", "Guidance of Newcomers", "Award", "", ""),
	("好人好事", "Good Deed", "Award", "", ""),
	("考核优秀", "Excellent Appraisal", "Award", "", ""),
	("能力晋升", "Promotion by Ability", "Promotion", "", ""),
	("其他嘉奖", "Other Merit", "Award", "", ""),
)
OTHER_BREACH = BREACHES[-1][0]
FIELDS = ("ground_title", "english_name", "first_measure", "second_measure", "third_measure")


def seed() -> None:
	"""The whole catalogue where the site has none."""
	if frappe.db.count("Measure Ground"):
		return
	for kind, rows in (("Breach", BREACHES), ("Merit", MERITS)):
		for order, values in enumerate(rows, 1):
			fields = dict(zip(FIELDS, values, strict=True))
			frappe.get_doc(
				{"doctype": "Measure Ground", "kind": kind, "sort_order": order, "repeat_days": 365, **fields}
			).insert(ignore_permissions=True)  # install: no user acts
