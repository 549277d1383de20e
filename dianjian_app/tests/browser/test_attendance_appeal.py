"""In the desk: a person appeals against a day, HR upholds it, the day is judged anew and money follows (R35)."""

from datetime import date

import pytest

from dianjian_app import roles
from dianjian_app.incentives.settlement import compute
from dianjian_app.tests.browser import company as companies
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	OCTOBER,
	Place,
	a_rule,
	a_settlement,
	lines_of,
)

LATE = date(2026, 10, 12)


@pytest.fixture(scope="module")
def company(connected_site):
	"""A centre of this file's own: its agent came twenty minutes late, which costs five yuan in October."""
	connected_site.set_user("Administrator")
	connected_site.flags.in_test = connected_site.flags.mute_emails = True
	founded = companies.found()
	staff = founded.staff
	founded.place = Place(
		founded.centre, founded.group, [staff[roles.AGENT]], staff[roles.MANAGER], staff[roles.HR]
	)
	a_policy(founded.centre, start="2026-10-01")
	punched(staff[roles.AGENT], (LATE, "09:20"), (LATE, "18:30"))
	founded.rule = a_rule(
		centre=founded.centre.name,
		rule_title="迟到扣款",
		kind="Penalty",
		penalty_class="Fine",
		metric="迟到次数",
		positions=[{"position": roles.AGENT}],
		outcomes=[{"outcome_type": "Money", "basis": "Per Unit", "amount": 5}],
		valid_from=OCTOBER.start,
	)
	founded.settlement = a_settlement(founded.place, OCTOBER, AFTER_OCTOBER)
	connected_site.db.commit()
	yield founded
	companies.dissolve(founded)


def amounts(company):
	return [line.amount for line in lines_of(company.settlement, family=company.rule.family)]


@pytest.mark.req("R33", "R35")
def test_a_person_appeals_and_hr_puts_the_day_right(site, company, desk_of):
	assert amounts(company) == [-5]
	result = f"{company.place.agent.name}-{LATE}"
	agent = desk_of(roles.AGENT).open_form("Staff Day Result", result)
	agent.press("Appeal")
	agent.page.wait_for_function("cur_frm && cur_frm.doctype === 'Day Result Appeal'")
	agent.page.wait_for_function("name => cur_frm.doc.result === name", arg=result)
	agent.ready().page.evaluate("cur_frm.set_value('grounds', '电梯故障,有物业证明')")
	agent.save().shot("day-appeal-filed")
	appeal = agent.page.evaluate("cur_frm.docname")

	judge = desk_of(roles.HR).open_form("Day Result Appeal", appeal)
	judge.act("Take Up").ready()
	judge.page.wait_for_function("cur_frm.doc.stage === 'In Review' && !cur_frm.is_dirty()")
	judge.ready().page.evaluate(
		"cur_frm.set_value({remedy: 'Excuse the Day', decision_reason: '物业证明属实'})"
	)
	judge.save().act("Uphold").confirm_if_asked()
	judge.page.wait_for_function("cur_frm.doc.stage === 'Upheld'")
	judge.shot("day-appeal-upheld")

	site.db.rollback()
	assert site.db.get_value("Staff Day Result", result, "late_minutes") == 0
	compute.recompute(company.settlement, AFTER_OCTOBER)
	assert amounts(company) == []
	site.db.rollback()
	agent.open_form("Staff Day Result", result).sees(zh("Excused by an Appeal"))
	agent.shot("day-after-appeal")
