"""Two tabs of one person, and who closes while somebody sends, at the very same moment, in real processes (R56)."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.service.questionnaires import rounds
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.test_visits_at_once import centre  # noqa: F401 the fixture

pytestmark = pytest.mark.req("R56")
FORM, ROUND = "Questionnaire Form", "Staff Questionnaire"
SEND = "dianjian_app.service.questionnaires.questionnaire_form_events.send"
CLOSE = "dianjian_app.service.questionnaires.rounds.close_now"
OPEN = "dianjian_app.service.questionnaires.rounds.open_now"
GIVEN = [{"number": 1, "score": 4}]


@pytest.fixture
def asked(centre):  # noqa: F811
	"""A questionnaire without names to three agents, committed; HR has written it."""
	group = a_group(centre)
	agents = [an_agent(group) for _ in range(3)]
	hr = a_staff(roles.HR, centre=centre)
	questionnaire = frappe.get_doc(
		doctype=ROUND,
		title="并行问卷",
		centre=centre.name,
		occasion="By Hand",
		anonymous=1,
		days_to_answer=3,
		positions=[{"position": roles.AGENT}],
		questions=[{"question": "公平吗", "kind": "Scale"}],
	).insert()
	frappe.db.commit()
	yield questionnaire, agents, hr
	frappe.db.rollback()
	names = frappe.get_all(FORM, {"centre": centre.name}, pluck="name") or ["none"]
	frappe.db.delete("Survey Answer", {"parent": ("in", names)})
	frappe.db.delete("Notification Log", {"document_name": ("in", [*names, questionnaire.name])})
	for doctype in (FORM, ROUND):
		frappe.db.delete(doctype, {"centre": centre.name})
	for child in ("Survey Question", "Incentive Rule Position"):
		frappe.db.delete(child, {"parent": questionnaire.name})
	frappe.db.delete("Version", {"docname": questionnaire.name})
	frappe.db.commit()


def form_of(questionnaire, agent):
	return frappe.db.get_value(FORM, {"questionnaire": questionnaire.name, "agent": agent.name})


def test_one_answer_of_two_tabs_is_taken(asked):
	questionnaire, agents, _hr = asked
	rounds.open_now(questionnaire.name)
	form = form_of(questionnaire, agents[0])
	frappe.db.commit()
	answers = at_once(*[Act(SEND, agents[0].user, {"form": form, "answers": GIVEN})] * 3)
	frappe.db.rollback()
	assert frappe.db.count(FORM, {"questionnaire": questionnaire.name, "status": "Answer"}) == 1, answers
	assert sorted(a.error or "" for a in answers).count("") == 1


def test_it_is_opened_once_by_two_who_press_at_once(asked):
	questionnaire, _agents, hr = asked
	answers = at_once(*[Act(OPEN, hr.user, {"questionnaire": questionnaire.name})] * 2)
	frappe.db.rollback()
	assert frappe.db.count(FORM, {"questionnaire": questionnaire.name}) == 3, answers


def test_what_is_counted_at_closing_is_what_was_taken(asked):
	questionnaire, agents, hr = asked
	rounds.open_now(questionnaire.name)
	forms = [form_of(questionnaire, agent) for agent in agents]
	frappe.db.commit()
	sends = [
		Act(SEND, agent.user, {"form": form, "answers": GIVEN})
		for agent, form in zip(agents, forms, strict=True)
	]
	answers = at_once(*sends, Act(CLOSE, hr.user, {"questionnaire": questionnaire.name}))
	frappe.db.rollback()
	taken = sum(1 for answer in answers[:3] if answer.error is None)
	kept = frappe.get_all(FORM, {"questionnaire": questionnaire.name}, pluck="status")
	assert kept == ["Answer"] * taken, answers
	assert frappe.db.get_value(ROUND, questionnaire.name, ["stage", "answered"]) == ("Closed", taken)


def test_the_clock_that_runs_twice_opens_a_quarter_once(asked):
	questionnaire, _agents, _hr = asked
	starts = add_days(getdate(), -1)
	values = {"occasion": "Each Quarter", "stage": "Standing", "starts_on": starts}
	frappe.db.set_value(ROUND, questionnaire.name, values)
	frappe.db.commit()
	act = Act(
		"dianjian_app.service.questionnaires.rounds.open_quarter",
		"Administrator",
		{"standing": questionnaire.name, "day": getdate()},
	)
	answers = at_once(act, act)
	frappe.db.rollback()
	assert frappe.db.count(ROUND, {"standing": questionnaire.name}) == 1, answers
