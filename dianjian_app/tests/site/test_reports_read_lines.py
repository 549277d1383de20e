"""Reports read the ledger's lines and the leads' state, never the calls themselves for more than a day."""

import re

import pytest
from frappe.utils import today

from dianjian_app.dianjian_app.report.weekly_centre_summary.weekly_centre_summary import phones_of_the_week
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.report_world import every_report
from dianjian_app.tests.site.test_reports import run, world

__all__ = ["world"]
CALLS = "tabCall Sheet Row"
ONE_DAY = re.compile(r"`date`\s*=\s*'\d{4}-\d\d-\d\d'")


def of_calls(sent: list[str]) -> list[str]:
	return [s for s in sent if CALLS in s]


@pytest.mark.req("R44")
def test_no_report_reads_calls_for_more_than_a_day(world):
	for report in every_report():
		sent = statements_of(lambda report=report: run(report))
		assert sent, report
		assert [s for s in of_calls(sent) if not ONE_DAY.search(s)] == [], report


@pytest.mark.req("R45")
def test_the_weeks_phones_are_gathered_day_by_day(world):
	with as_user(world.manager):
		found = []
		sent = of_calls(
			statements_of(lambda: found.extend(phones_of_the_week(world.centre.name, today())["customers"]))
		)
	assert len(found) == 3 and len(sent) == 7
	assert all(ONE_DAY.search(s) for s in sent)
