"""What people do with rewards and penalties in the desk: trace them, appeal, acknowledge, be heard, try rules, load packs (R30-R32, R52)."""

from datetime import date

import pytest
from frappe.utils.password import update_password
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser import company as companies
from dianjian_app.tests.browser.desk import PASSWORD, zh
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	OCTOBER,
	SEPTEMBER,
	Place,
	a_full_month,
	a_line,
	a_rule,
	a_sale,
	a_settlement,
	entries_of,
	published,
)
from dianjian_app.tests.builders.people import a_staff

SECOND_HR = "Second HR"
MISSED, SOLD = date(2026, 9, 3), date(2026, 9, 9)


@pytest.fixture(scope="module")
def company(connected_site):
	"""A centre of this file's own, whose September is published: the agent lost 8 yuan and earned 200."""
	connected_site.set_user("Administrator")
	connected_site.flags.in_test = connected_site.flags.mute_emails = True
	founded = companies.found()
	judge = founded.staff[SECOND_HR] = a_staff(roles.HR, centre=founded.centre)
	founded.users[SECOND_HR] = judge.user
	update_password(judge.user, PASSWORD)
	staff = founded.staff
	agents = [staff[roles.AGENT], staff[companies.SECOND_AGENT]]
	founded.place = Place(founded.centre, founded.group, agents, staff[roles.MANAGER], staff[roles.HR])
	for agent in agents:
		a_full_month(agent)
	a_line(agents[0], MISSED, connected=92)
	a_sale(agents[0], SOLD)
	published(founded.place)
	connected_site.db.commit()
	yield founded
	companies.dissolve(founded)


def entry(site, company, family):
	return entries_of(company.place, family=family, agent=company.place.agent.name)[0]


@pytest.mark.req("R32")
def test_from_a_statements_line_to_the_document_in_two_clicks(site, company, desk_of):
	statement = site.get_all("Incentive Statement", {"agent": company.place.agent.name}, pluck="name")[0]
	deal = site.get_all("Sales Deal", {"centre": company.centre.name}, pluck="name")[0]
	desk = desk_of(roles.AGENT).open_form("Incentive Statement", statement)
	line = entry(site, company, "R23").name
	desk.page.click(f'tr.line[data-entry="{line}"]')
	desk.page.wait_for_selector(f'tr.why[data-of="{line}"] li a')
	desk.shot("statement-why")
	desk.page.click(f'tr.why[data-of="{line}"] li a')
	desk.page.wait_for_function("name => cur_frm && cur_frm.docname === name", arg=deal)
	assert desk.ready().page.evaluate("cur_frm.doctype") == "Sales Deal"


@pytest.mark.req("R31")
def test_an_agent_appeals_and_the_line_is_corrected(site, company, desk_of):
	line = entry(site, company, "R20")
	agent = desk_of(roles.AGENT).open_form("Incentive Entry", line.name)
	agent.press("Appeal")
	agent.page.wait_for_function("cur_frm && cur_frm.doctype === 'Incentive Appeal'")
	agent.page.wait_for_function("name => cur_frm.doc.entry === name", arg=line.name)
	agent.ready().page.evaluate("cur_frm.set_value('grounds', '当天上午电话系统故障,有报修单')")
	agent.save().shot("appeal-filed")
	appeal = agent.page.evaluate("cur_frm.docname")

	settlement = site.get_all("Incentive Settlement", {"centre": company.centre.name}, pluck="name")[0]
	desk_of(roles.MANAGER).open_form("Incentive Settlement", settlement).sees(appeal, ".open-appeals")

	refused = desk_of(roles.HR).open_form("Incentive Appeal", appeal)
	judges = site.db.get_value("User", company.users[SECOND_HR], "full_name")
	refused.sees(judges).shot("appeal-barred")
	expect(refused.page.locator(".actions-btn-group:visible")).to_have_count(0)

	judge = desk_of(SECOND_HR).open_form("Incentive Appeal", appeal)
	judge.act("Take Up").ready()
	judge.page.wait_for_function("cur_frm.doc.stage === 'In Review' && !cur_frm.is_dirty()")
	judge.ready().page.evaluate("cur_frm.set_value({corrected_amount: 0, decision_reason: '报修单属实'})")
	judge.save().act("Uphold").confirm_if_asked()
	judge.page.wait_for_function("cur_frm.doc.stage === 'Upheld'")
	judge.shot("appeal-upheld")

	site.db.rollback()
	reversal = entries_of(company.place, reverses=line.name)
	assert [e.amount for e in reversal] == [8]
	statement = site.get_all("Incentive Statement", {"agent": company.place.agent.name}, pluck="name")[0]
	agent.open_form("Incentive Statement", statement).sees(zh("by appeal"))
	agent.shot("statement-after-appeal")


@pytest.mark.req("R31")
def test_who_approves_a_month_sees_first_what_it_comes_to(site, company, desk_of):
	for agent in company.place.agents:
		a_full_month(agent, OCTOBER)
	settlement = a_settlement(company.place, OCTOBER, AFTER_OCTOBER)
	site.db.commit()
	desk = desk_of(roles.MANAGER).open_form("Incentive Settlement", settlement.name)
	desk.act("Approve as Manager").dialog().sees("62", ".modal.show .step-figures")
	desk.shot("settlement-step")
	desk.page.keyboard.press("Escape")
	desk.page.wait_for_function("!window.cur_dialog?.display")
	assert not desk.ready().page.evaluate("frappe.dom.freeze_count")
	site.db.rollback()
	assert site.db.get_value("Incentive Settlement", settlement.name, "stage") == "Draft"
	desk.act("Approve as Manager").dialog().confirm()
	desk.page.wait_for_function("cur_frm.doc.stage === 'Manager Approved'")
	assert not desk.ready().page.evaluate("frappe.dom.freeze_count")


@pytest.mark.req("R31")
def test_who_approves_a_back_dated_version_sees_whom_it_corrects_first(site, company, desk_of):
	sold = a_rule(
		approved=False,
		centre=company.centre.name,
		rule_title="每成交一套再奖五十元",
		metric="成交套数",
		outcomes=[{"outcome_type": "Money", "basis": "Per Unit", "amount": 50}],
		valid_from=SEPTEMBER.start,
	)
	site.db.commit()
	desk = desk_of(roles.ADMIN).open_form("Incentive Rule", sold.name)
	desk.act("Approve").dialog().sees(company.place.agent.staff_name, ".modal.show")
	desk.sees(SEPTEMBER.month_text, ".modal.show .corrections-figures").shot("rule-corrections")
	desk.page.keyboard.press("Escape")
	desk.page.wait_for_function("!window.cur_dialog?.display")
	assert not desk.ready().page.evaluate("frappe.dom.freeze_count")
	site.db.rollback()
	assert site.db.get_value("Incentive Rule", sold.name, "docstatus") == 0
	desk.act("Approve").dialog().confirm()
	desk.page.wait_for_function("cur_frm.doc.docstatus === 1")
	desk.ready().shot("rule-corrections-approved")
	assert desk.page.evaluate("cur_frm.doc.corrections_amount") == 50
	assert not desk.page.evaluate("frappe.dom.freeze_count")


@pytest.mark.req("R32")
def test_an_agent_acknowledges_a_version_with_one_click(site, company, desk_of):
	rule = a_rule(
		centre=company.centre.name,
		family=f"B{number()}",
		rule_title="爽约一次扣五十元",
		kind="Penalty",
		penalty_class="Loss of Incentive",
		outcomes=[{"outcome_type": "Money", "basis": "Fixed", "amount": 50}],
	)
	site.db.commit()
	desk = desk_of(roles.AGENT).open_form("Incentive Rule", rule.name)
	desk.press("I Have Read This").sees(zh("Acknowledged"))
	site.db.rollback()
	kept = site.get_all(
		"Rule Acknowledgement",
		{"rule": rule.name, "agent": company.place.agent.name},
		pluck="acknowledged_at",
	)
	assert len(kept) == 1 and kept[0]


@pytest.mark.req("R30")
def test_a_person_is_heard_then_manager_and_hr_decide(site, company, desk_of):
	with as_user(company.place.manager):
		action = site.get_doc(
			doctype="Disciplinary Action",
			ground="离岗",
			agent=company.staff[companies.SECOND_AGENT].name,
			date=site.utils.today(),
			evidence="上班时间离岗",
		).insert()
	site.db.commit()
	person = desk_of(companies.SECOND_AGENT).open_form("Disciplinary Action", action.name)
	person.press("Make a Statement")
	person.dialog().page.fill(".modal.show textarea", "当时在前台接待客户")
	person.confirm()
	person.page.wait_for_function("cur_frm.doc.status === 'Heard'")
	for role, after in ((roles.MANAGER, "Manager Decided"), (roles.HR, "Decided")):
		decider = desk_of(role).open_form("Disciplinary Action", action.name)
		decider.press("Adopt")
		decider.confirm()
		decider.page.wait_for_function("after => cur_frm.doc.status === after", arg=after)
		decider.shot(f"measure-{after}")
	person.open_form("Disciplinary Action", action.name).sees(
		zh("Decided by manager and HR. An appeal can be filed within the time that the centre gives.")
	)


@pytest.mark.req("R31")
@pytest.mark.req("R52")
def test_a_rule_and_a_pack_are_tried_on_a_past_month(site, company, desk_of):
	draft = a_rule(
		approved=False,
		centre=company.centre.name,
		family=f"B{number()}",
		rule_title="每组到访奖十元",
		valid_from=SEPTEMBER.start,
	)
	site.db.commit()
	desk = desk_of(roles.MANAGER).open_form("Incentive Rule", draft.name)
	desk.press("Try on Past Months")
	page = desk.page
	page.wait_for_selector(".simulation", state="attached")
	page.wait_for_function("cur_page.page.simulation && cur_page.page.simulation.fields.get_value('centre')")
	desk.ready()
	page.evaluate("cur_page.page.simulation.fields.set_values({from_month: '2026-09', to_month: '2026-09'})")
	desk.press("Try").ready()
	page.wait_for_selector(".table-of-agents tr.agent")
	page.wait_for_selector(".simulation .chart svg")
	desk.shot("simulation")
	report = page.evaluate("cur_page.page.simulation.report")
	visits = site.get_all(
		"Daily Ledger",
		{"centre": company.centre.name, "date": ("between", (SEPTEMBER.start, SEPTEMBER.end))},
		pluck="visits",
	)
	gains = [
		after - before for a in report["agents"] for before, after in [a["by_rule"].get(draft.family, [0, 0])]
	]
	assert sum(gains) == sum(visits) * 10
	page.evaluate("cur_page.page.simulation.fields.set_values({rules: [], packs: ['天津八里洲电开']})")
	desk.press("Try").ready()
	page.wait_for_function(
		"cur_page.page.simulation.report.rules.some((r) => r.startsWith('天津八里洲电开'))"
	)
	sold = [
		a["by_rule"]["R23"]
		for a in page.evaluate("cur_page.page.simulation.report.agents")
		if "R23" in a["by_rule"]
	]
	assert sold == [[200, 200]]


@pytest.mark.req("R52")
def test_a_pack_is_previewed_before_it_is_loaded(site, company, desk_of):
	desk = desk_of(roles.ADMIN).open_form("Policy Pack", "呼叫中心 Mon–Fri")
	page = desk.page
	desk.press("Load").dialog()
	page.evaluate("name => cur_dialog.set_value('centre', name)", company.centre.name)
	desk.confirm()
	page.wait_for_selector('[data-fieldname="preview_html"] .indicator-pill.orange')
	desk.shot("pack-preview")
	site.db.rollback()
	assert [r.weekday for r in site.get_doc("Sales Centre", company.centre.name).rest_days] == []
	desk.sees(company.centre.name, ".modal.show")
	desk.confirm()
	page.wait_for_function("() => !document.querySelector('.modal.show')")
	desk.ready()
	site.db.rollback()
	site.clear_document_cache("Sales Centre", company.centre.name)
	rest = site.get_doc("Sales Centre", company.centre.name).rest_days
	assert sorted(r.weekday for r in rest) == ["Saturday", "Sunday"]


@pytest.mark.req("R48")
def test_a_dismissed_person_and_a_dismissed_appeal_read_differently(site, company, desk_of):
	"""辞退 is only a dismissal; in lists, read-only fields and choices, whatever Frappe's version asks for."""
	page = desk_of(roles.HR).open("disciplinary-action").page
	shown = """async ([doctype, field]) => {
		await new Promise((done) => frappe.model.with_doctype(doctype, done));
		const df = frappe.meta.get_docfield(doctype, field);
		const control = frappe.ui.form.make_control({ df: { ...df, read_only: 0 }, parent: document.createElement("div"), render_input: true });
		const chosen = control.$input.find("option[value=Dismissed]").text();
		return [frappe.format("Dismissed", df), chosen];
	}"""
	assert page.evaluate(shown, ["Disciplinary Action", "outcome"]) == ["辞退", "辞退"]
	assert page.evaluate(shown, ["Incentive Appeal", "stage"]) == ["已驳回", "已驳回"]
