"""A questionnaire as HR asks it, an agent answers it on a phone, and its results are read; a plan as its person meets it (R56)."""

import pytest
from frappe.utils import add_days
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.service.questionnaires.questionnaire_form_events import send
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import an_agent, take_people_away

pytestmark = pytest.mark.req("R56")
PHONE = {"width": 390, "height": 844}
TABLE = {"width": 1280, "height": 900}
ROUND, FORM = "Staff Questionnaire", "Questionnaire Form"
QUESTIONS = (
	{"question": "激励办法公平吗", "kind": "Scale"},
	{"question": "最想要哪一项", "kind": "Choice", "choices": "到访奖\n成交奖"},
	{"question": "还有什么想说", "kind": "Text", "required": 0},
)


@pytest.fixture
def asked(site, company):
	"""A draft for the agents of the group: the company's own, and two more."""
	mates = [an_agent(company.group) for _ in range(2)]
	questionnaire = site.get_doc(
		doctype=ROUND,
		title="浏览器问卷",
		centre=company.centre.name,
		sales_group=company.group.name,
		occasion="By Hand",
		anonymous=1,
		days_to_answer=3,
		positions=[{"position": roles.AGENT}],
		questions=[dict(q) for q in QUESTIONS],
	).insert()
	site.db.commit()
	yield questionnaire, mates
	site.db.rollback()
	forms = site.get_all(FORM, {"questionnaire": questionnaire.name}, pluck="name") or ["none"]
	site.db.delete("Survey Answer", {"parent": ("in", forms)})
	site.db.delete("Notification Log", {"document_name": ("in", [*forms, questionnaire.name])})
	site.db.delete(FORM, {"questionnaire": questionnaire.name})
	for child in ("Survey Question", "Incentive Rule Position"):
		site.db.delete(child, {"parent": questionnaire.name})
	site.db.delete(ROUND, {"name": questionnaire.name})
	take_people_away(*(mate.name for mate in mates))
	site.db.commit()


def test_it_is_asked_answered_on_a_phone_and_its_results_are_read(site, company, desk_of, asked):
	questionnaire, mates = asked
	manager = desk_of(roles.MANAGER).open_form(ROUND, questionnaire.name)
	manager.press("Ask Now").confirm()
	manager.page.wait_for_function("cur_frm.doc.stage === 'Open'")
	manager.ready().shot("questionnaire-asked")
	site.db.rollback()
	agent = company.staff[roles.AGENT]
	form = site.db.get_value(FORM, {"questionnaire": questionnaire.name, "agent": agent.name})

	desk = desk_of(roles.AGENT)
	page = desk.page
	page.set_viewport_size(PHONE)
	try:
		desk.open_form(FORM, form)
		box = page.locator('[data-fieldname="asks"]')
		expect(box.locator(".asked")).to_have_count(3)
		box.locator(".send").click()
		expect(box.locator('[role="alert"]')).to_contain_text("激励办法公平吗")
		box.locator('input[name="question-1"][value="4"]').check()
		box.locator('input[name="question-2"][value="2"]').check()
		box.locator("textarea").fill("希望周末少开会")
		desk.shot("questionnaire-on-a-phone")
		box.locator(".send").click()
		page.wait_for_function("cur_frm.doc.status === 'Sent'")
		desk.ready().sees(zh("Thank you. Your answer stands without your name."))
		expect(box.locator(".asked")).to_have_count(0)
	finally:
		page.set_viewport_size(TABLE)
	site.db.rollback()
	for mate in mates:
		of_mate = site.db.get_value(FORM, {"questionnaire": questionnaire.name, "agent": mate.name})
		with as_user(mate):
			send(of_mate, [{"number": 1, "score": 3}, {"number": 2, "choice": 1}])
	site.db.commit()
	manager.page.reload()
	manager.ready().press("Close Now").confirm()
	manager.page.wait_for_function("cur_frm.doc.stage === 'Closed'")
	manager.ready().press("Results")
	manager.page.wait_for_function(
		"frappe.query_report && frappe.query_report.data?.length === 3 && frappe.query_report.data[0].mean === 3.33"
	)
	manager.ready().shot("questionnaire-results")
	assert not desk.problems and not manager.problems


def test_a_plan_is_read_and_acknowledged_by_its_person(site, company, desk_of):
	agent, leader = company.staff[roles.AGENT], company.staff[roles.LEADER]
	with as_user(leader):
		plan = site.get_doc(
			doctype="Development Plan",
			agent=agent.name,
			to_date=add_days(site.utils.today(), 60),
			next_position=roles.CONSULTANT,
			steps=[{"kind": "Goal", "what": "月到访 30 组"}],
		).insert()
	site.db.commit()
	try:
		desk = desk_of(roles.AGENT).open_form("Development Plan", plan.name)
		desk.sees(zh("Trainings Attended"))
		desk.press("Acknowledge")
		dialog = desk.page.locator(".modal.show")
		dialog.locator("textarea").fill("想学销讲")
		dialog.locator(".btn-primary:visible").click()
		desk.page.wait_for_function("cur_frm.doc.stage === 'Acknowledged'")
		desk.ready().sees("想学销讲").shot("plan-acknowledged")
		of_leader = desk_of(roles.LEADER).open_form("Development Plan", plan.name)
		of_leader.sees("月到访 30 组").shot("plan-of-the-leader")
		assert not desk.problems and not of_leader.problems
	finally:
		site.db.rollback()
		site.db.delete("Development Plan Step", {"parent": plan.name})
		site.db.delete("Development Plan", {"name": plan.name})
		site.db.delete("Notification Log", {"document_name": plan.name})
		site.db.delete("Version", {"docname": plan.name})
		site.db.commit()
