"""【排班表】 in Excel: the board of a group's month as its reader sees it (R1, R33)."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app.attendance.roster_board import read_board
from dianjian_app.workbooks import report_workbook
from dianjian_app.workbooks.download import send


@frappe.whitelist(methods=["POST"])
def download(sales_group: str, month: str) -> None:
	"""The board as a workbook; that is recorded, and limited in a day. Raises PermissionError, RosterError."""
	board = read_board(sales_group, month)
	columns = [
		{"fieldname": "name", "label": _("Staff Name"), "fieldtype": "Data"},
		*({"fieldname": d["date"], "label": str(d["day"]), "fieldtype": "Data"} for d in board["days"]),
		{"fieldname": "work", "label": _("Days of Work"), "fieldtype": "Float"},
		{"fieldname": "rest", "label": _("Rest Days"), "fieldtype": "Int"},
		{"fieldname": "hours", "label": _("Hours"), "fieldtype": "Float"},
	]
	rows = [
		{
			"name": row["name"],
			"work": row["work"],
			"rest": row["rest"],
			"hours": round(row["minutes"] / 60, 1),
			**{cell["date"]: f"{cell['symbol']}{cell['shift']}" for cell in row["cells"] if cell},
		}
		for row in board["rows"]
	]
	workbook = report_workbook.book("Roster", columns, rows, {"sales_group": sales_group, "month": month})
	place = {"centre": board["centre"], "sales_group": sales_group}
	send(
		workbook, f"{_('Roster')} {board['group_name']} {month}", ("DocType", "Sales Group"), len(rows), place
	)
