"""Call sheets."""

import frappe
from frappe.model.workflow import apply_workflow

from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import the_leader
from dianjian_app.tests.builders.resources import a_lead


def a_row(agent, connected=True, grade=None, **fields):
	"""A row for a fresh lead of the agent; connected calls are graded C unless told."""
	lead = fields.pop("lead", None) or a_lead(agent=agent)
	return {
		"lead": lead.name,
		"connected": int(connected),
		"grade": grade or ("C" if connected else None),
		"remarks": "已沟通" if connected else "无人接听",
		**fields,
	}


def a_sheet(agent, day=None, connected=1, missed=0, rows=None, **fields):
	"""A draft sheet of the agent, made by the agent; day defaults to today."""
	rows = rows or [a_row(agent) for _ in range(connected)] + [
		a_row(agent, connected=False) for _ in range(missed)
	]
	with as_user(agent):
		return frappe.get_doc(
			doctype="Call Sheet",
			**{"agent": agent.name, "date": day or frappe.utils.today(), "rows": rows, **fields},
		).insert()


def handed_in(sheet, agent):
	"""The sheet after its agent handed it in."""
	with as_user(agent):
		apply_workflow(sheet, "Hand In")
	return frappe.get_doc("Call Sheet", sheet.name)


def confirmed(sheet, agent):
	"""The sheet after the group's leader confirmed it."""
	if sheet.stage == "Draft":
		sheet = handed_in(sheet, agent)
	with as_user(the_leader(frappe.get_doc("Sales Group", sheet.sales_group))):
		apply_workflow(sheet, "Confirm")
	return frappe.get_doc("Call Sheet", sheet.name)
