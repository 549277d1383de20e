"""The evening: ten leaders confirm their group's day at the same moment, in processes of their own (R13, R44)."""

import frappe
import pytest

from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.people import a_group, an_agent, the_leader
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.test_log_call_at_once import centre  # noqa: F401 a fixture

CONFIRM = "dianjian_app.calls.review.confirm_all"
LEADERS = 10


@pytest.mark.req("R13", "R44")
def test_ten_leaders_confirm_their_day_at_once_and_none_is_turned_away(centre):  # noqa: F811 the fixture
	groups = [a_group(centre) for _ in range(LEADERS)]
	agents = [an_agent(group) for group in groups]
	for agent in agents:
		handed_in(a_sheet(agent, connected=2), agent)
	frappe.db.commit()
	today = frappe.utils.today()
	answers = at_once(*(Act(CONFIRM, the_leader(group).user, {"date": today}) for group in groups))
	assert [answer.text for answer in answers if answer.error] == []
	assert [len(answer.value["confirmed"]) for answer in answers] == [1] * LEADERS
	frappe.db.rollback()
	lines = frappe.get_all(
		"Daily Ledger",
		{"agent": ("in", [a.name for a in agents])},
		["name", "sheet_state", "calls"],
	)
	assert {(line.sheet_state, line.calls) for line in lines} == {("Confirmed", 2)}
	counts = frappe.get_all(
		"Daily Ledger Count", {"parent": ("in", [line.name for line in lines])}, ["kind", "key", "calls"]
	)
	assert [(c.kind, c.key, c.calls) for c in counts] == [("Grade", "C", 2)] * LEADERS
