"""Two deduction policies to choose from, made when missing (decision 17); the figures are an administrator's to change."""

from __future__ import annotations

import frappe

ORDER = 30
LAW = (
	"工资支付暂行规定第十六条：因劳动者本人原因给用人单位造成经济损失的，可按劳动合同要求其赔偿；每月扣除不超过当月工资的 20%，"
	"扣除后的剩余部分不得低于当地月最低工资标准。1982 年允许罚款的条例已于 2008-01-15 废止；企业自行规定的罚款在实践中有争议，"
	"部分地区（如广东）会责令改正并处罚。涉及劳动者切身利益的规章须经民主程序并公示（劳动合同法第四条）。以上不是法律意见，请以当地规定为准。"
)
POLICIES = {
	"As the Source": {
		"allow_loss_of_incentive": 1,
		"allow_compensation": 1,
		"allow_fine": 1,
		"share_cap_percent": 0,
		"minimum_wage": 0,
		"excess": "Carry",
		"incentive_floor": 0,
		"needs_acknowledgement": 0,
		"leaver_remainder": "Keep Open",
	},
	"Labour Law Guard": {
		"allow_loss_of_incentive": 1,
		"allow_compensation": 1,
		"allow_fine": 0,
		"share_cap_percent": 20,
		"minimum_wage": 2300,
		"excess": "Carry",
		"incentive_floor": 1,
		"needs_acknowledgement": 1,
		"leaver_remainder": "Pay Out Pro Rata",
	},
}


def seed() -> None:
	"""Make the policies that are missing. Idempotent."""
	for name, values in POLICIES.items():
		if not frappe.db.exists("Deduction Policy", name):
			frappe.get_doc(doctype="Deduction Policy", policy_name=name, notice=LAW, **values).insert(
				ignore_permissions=True  # install: no user acts
			)
