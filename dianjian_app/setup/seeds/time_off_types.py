"""The types of time off that a new site starts with (R34). Made when missing; what administrators changed stays."""

from __future__ import annotations

import frappe

ORDER = 3

# name, counts as, paid, from a balance, days a year, papers, within how many days
TYPES = (
	("Paid Half-Day", "Leave", 1, 1, 0, "", 0),
	("Time Off in Lieu", "Leave", 1, 1, 0, "", 0),
	("Annual Leave", "Leave", 1, 0, 5, "", 0),
	("Personal Leave", "Leave", 0, 0, 0, "", 0),
	("Sick Leave", "Leave", 1, 0, 0, "病历或诊断证明", 3),
	("Marriage Leave", "Leave", 1, 0, 0, "结婚证", 7),
	("Maternity Leave", "Leave", 1, 0, 0, "医院证明", 30),
	("Bereavement Leave", "Leave", 1, 0, 0, "", 0),
	("Other Leave", "Leave", 0, 0, 0, "", 0),
	("Outing", "Outing", 1, 0, 0, "", 0),
	("Business Trip", "Outing", 1, 0, 0, "", 0),
)
OF_THE_APP = ("Paid Half-Day", "Time Off in Lieu")
FIELDS = ("type_name", "counts_as", "paid", "with_balance", "yearly_days", "papers", "papers_days")


def seed() -> None:
	"""Every type where the site has none; later only those that the app itself counts on."""
	new = not frappe.db.count("Time Off Type")
	for order, values in enumerate(TYPES, 1):
		if (new or values[0] in OF_THE_APP) and not frappe.db.exists("Time Off Type", values[0]):
			frappe.get_doc(
				{"doctype": "Time Off Type", "sort_order": order, **dict(zip(FIELDS, values, strict=True))}
			).insert(ignore_permissions=True)  # install: no user acts
