"""Reports read the ledger's lines and the leads' state, never the calls themselves for more than a day.

The calls of single customers are read by the index of their lead: they are as many as the customers were called.
"""

import re

import frappe
import pytest
from frappe.utils import add_days, today

from dianjian_app.dianjian_app.report.weekly_centre_summary.weekly_centre_summary import phones_of_the_week
from dianjian_app.reporting.agenda import events
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.report_world import every_report
from dianjian_app.tests.site.test_reports import run, world

__all__ = ["world"]
CALLS = "tabCall Sheet Row"
ONE_DAY = re.compile(r"`date`\s*=\s*'\d{4}-\d\d-\d\d'")
OF_THE_CUSTOMER = "ON `tabCall Sheet Row`.`lead`="


def reads_all(statement: str) -> bool:
	"""Whether a statement reads calls of more than a day, and not by their customer."""
	if ONE_DAY.search(statement):
		return False
	if OF_THE_CUSTOMER not in statement:
		return True
	forced = statement.replace(
		"`tabCall Sheet Row` ON", "`tabCall Sheet Row` FORCE INDEX FOR JOIN (`lead`) ON"
	)
	plan = frappe.db.sql(f"explain {forced}".replace("%", "%%"), as_dict=True)
	return not all(row.type == "ref" for row in plan if row.table == CALLS)


def of_calls(sent: list[str]) -> list[str]:
	return [s for s in sent if CALLS in s]


@pytest.mark.req("R44")
def test_no_report_reads_calls_for_more_than_a_day(world):
	for report in every_report():
		sent = statements_of(lambda report=report: run(report))
		assert sent, report
		assert [s for s in of_calls(sent) if reads_all(s)] == [], report


@pytest.mark.req("R45")
def test_the_weeks_phones_are_gathered_day_by_day(world):
	with as_user(world.manager):
		found = []
		sent = of_calls(
			statements_of(lambda: found.extend(phones_of_the_week(world.centre.name, today())["customers"]))
		)
	assert len(found) == 3 and len(sent) == 7
	assert all(ONE_DAY.search(s) for s in sent)


@pytest.mark.req("R45")
def test_my_weekly_summary_is_not_slower_because_the_centre_has_more_groups_or_an_older_history(world):
	ask = {"week": today(), "centre": world.centre.name}
	run("Weekly Centre Summary", **ask)
	few = statements_of(lambda: run("Weekly Centre Summary", **ask))
	for _ in range(4):
		a_group(world.centre)
	run("Weekly Centre Summary", **ask)  # what Frappe reads of the report itself is read again after a change
	many = statements_of(lambda: run("Weekly Centre Summary", **ask))
	assert len(many) == len(few)
	documents = [s for s in many if re.search(r"tab(Invitation|Visit Confirmation|Sales Deal)`", s)]
	assert len(documents) == 3
	# each begins with the leads of the week; none adds up documents of all times first
	assert all("JOIN `tabCall Lead`" in s and "(SELECT" not in s for s in documents)


@pytest.mark.req("R8")
def test_the_agenda_counts_by_an_index_however_many_leads_there_are(world):
	plans = []
	with as_user(world.manager):
		asked = statements_of(lambda: events(add_days(today(), -7), add_days(today(), 30)))
	for statement in asked:
		if "`due_on` BETWEEN" in statement and "COUNT" in statement:
			# the words of a plan depend on how many rows there are; that the index holds all it needs does not
			forced = statement.replace(
				"FROM `tabCall Lead`", "FROM `tabCall Lead` FORCE INDEX (`agenda_due`)"
			)
			plans += frappe.db.sql(f"explain {forced}".replace("%", "%%"), as_dict=True)
	assert plans and all("Using index" in (plan.Extra or "") for plan in plans), plans
