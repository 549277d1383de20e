"""Whom a report names can run it where there is something to show (R46, R47)."""

import frappe
import pytest
from frappe.desk import query_report

from dianjian_app import roles
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_staff, a_user
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.report_world import World, every_report

OF_A_GROUP = (roles.AGENT, roles.LEADER, roles.CONSULTANT, roles.ASSISTANT)


@made_once
def readers():
	"""A user of each role in a centre whose reports all have rows."""
	world = World()
	users = {roles.LEADER: frappe.db.get_value("Sales Staff", world.groups[0].leader, "user")}
	for role in set(roles.ALL) - {roles.LEADER}:
		if role in OF_A_GROUP:
			users[role] = a_staff(role, group=world.groups[0]).user
		elif role in roles.POSITIONS:
			users[role] = a_staff(role, centre=world.centre).user
		else:
			users[role] = a_user(role).name
	return users


@pytest.mark.req("R46")
@pytest.mark.req("R47")
def test_every_report_runs_for_each_role_that_it_names(readers):
	reports, refused, ran = every_report(), {}, 0
	for role, report in frappe.get_all(
		"Has Role",
		{"parenttype": "Report", "parent": ("in", list(reports))},
		["role", "parent"],
		as_list=True,
	):
		with as_user(readers.get(role, "Administrator")):
			try:
				query_report.run(report, filters=reports[report])
				ran += 1
			except frappe.PermissionError as error:
				refused[role, report] = str(error)
	assert not refused and ran >= 60


@pytest.mark.req("R47")
def test_a_document_that_the_reader_may_not_open_is_text_not_a_link(readers):
	def sheet_column(role):
		with as_user(readers[role]):
			told = query_report.run(
				"Daily Sales Call Ledger", filters=every_report()["Daily Sales Call Ledger"]
			)
		assert told["result"]
		return next(c for c in told["columns"] if c["fieldname"] == "call_sheet")["fieldtype"]

	assert sheet_column(roles.LEADER) == "Link"
	assert sheet_column(roles.HR) == "Data"
