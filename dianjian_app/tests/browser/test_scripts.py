"""Scripts beside the call in the browser: read, found, passed on, and back in the next version (R39)."""

import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser.test_calls import the_only_leads
from dianjian_app.tests.browser.test_service import filled
from dianjian_app.tests.builders.scripts import a_script

pytestmark = pytest.mark.req("R39")
ASKED = "阳台封了算面积吗？"


def test_a_question_passed_on_beside_the_call_comes_back_in_the_next_version(site, company, desk_of):
	script = a_script(company.staff[roles.LEADER])
	the_only_leads(site, company.staff[roles.AGENT], 1)  # commits
	desk = desk_of(roles.AGENT).open("my-calls")
	page = desk.page
	panel = page.locator(".my-calls .scripts")
	expect(panel.locator(".words")).to_have_text(script.script)
	expect(page.locator(".my-calls .right .number")).to_be_in_viewport()
	panel.locator(".read-it").click()
	expect(panel.locator(".read-it")).to_have_count(0)
	panel.locator(".word").fill("交房")
	expect(panel.locator(".words")).to_have_count(0)  # what was found has taken the script's place
	expect(panel.locator(".answer")).to_have_count(1)
	panel.locator(".answer summary").click()
	panel.locator(".helped").click()
	expect(panel.locator(".helped .times")).to_have_text("1")
	panel.locator(".asked").fill(ASKED)
	panel.locator(".asked").press("Enter")
	expect(panel.locator(".asked")).to_have_value("")
	desk.ready()
	desk.shot("script-beside-the-call")
	site.db.rollback()
	question = site.get_doc("Customer Question", {"question": ASKED})
	assert (question.script, question.agent) == (script.name, company.staff[roles.AGENT].name)

	leader = desk_of(roles.LEADER).open_form("Customer Question", question.name)
	filled(leader, answer="封闭的按一半算").save()
	leader.press("Take into a Script")
	dialog = leader.page.locator(".modal.show")
	expect(dialog.locator('[data-fieldname="asked"] textarea')).to_have_value(ASKED)
	dialog.locator(".btn-primary:visible").click()
	leader.page.wait_for_function("cur_frm && cur_frm.doctype === 'Talk Script' && cur_frm.doc.version === 2")
	leader.ready()
	leader.press("Submit").confirm()
	leader.page.wait_for_function("cur_frm.doc.stage === 'In Force'")

	page.reload()
	desk.ready()
	expect(panel.locator(".read-it")).to_have_count(1)
	panel.locator(".word").fill("阳台")
	expect(panel.locator(".words")).to_have_count(0)
	expect(panel.locator(".answer summary")).to_have_text(ASKED)
	leader.open("query-report", "Talk Script Readers")
	expect(leader.page.locator(".dt-scrollable")).to_contain_text(company.staff[roles.AGENT].staff_name)
	assert not desk.problems and not leader.problems


@pytest.mark.req("R53")
def test_the_morning_s_briefing_stands_over_the_calls_until_it_is_read(site, company, desk_of):
	the_only_leads(site, company.staff[roles.AGENT], 1)
	leader = desk_of(roles.LEADER).open("daily-briefing", "new-daily-briefing")
	leader.page.wait_for_function(
		"cur_frm && cur_frm.doctype === 'Daily Briefing' && cur_frm.doc.sales_group"
	)
	filled(leader.ready(), focus="主推二期高层", target_visits=3).save()
	leader.press("Submit").confirm()
	leader.page.wait_for_function("cur_frm.doc.stage === 'Given'")
	desk = desk_of(roles.AGENT).open("my-calls")
	briefing = desk.page.locator(".my-calls .briefing")
	expect(briefing).to_contain_text("主推二期高层")
	desk.shot("briefing-over-the-calls")
	briefing.locator(".read-briefing").click()
	expect(briefing.locator(".read-briefing")).to_have_count(0)
	expect(briefing).to_have_count(1)
	assert not desk.problems and not leader.problems
