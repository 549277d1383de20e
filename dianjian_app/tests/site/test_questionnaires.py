"""Questionnaires to the staff: asked in scope, answered once, told only when closed, without names where it says so (R56)."""

import json

import frappe
import pytest
from frappe.client import get_list
from frappe.desk import query_report
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.child_rows import RowAloneError
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.period import Period
from dianjian_app.privacy.retention_kinds import RETENTION_KINDS
from dianjian_app.service.questionnaires import questionnaire_form_events, rounds
from dianjian_app.service.questionnaires.questionnaire_form_events import (
	NotAskedError,
	QuestionnaireFormError,
	send,
)
from dianjian_app.service.questionnaires.staff_questionnaire_events import QuestionnaireError
from dianjian_app.service.questions import AnswerError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, a_staff, an_agent
from dianjian_app.tests.builders.people_decide import a_training
from dianjian_app.tests.site.asking import ask, refused
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R56")
QUESTIONS = (
	{"question": "激励办法公平吗", "english": "Are the incentives fair?", "kind": "Scale"},
	{"question": "最想要哪一项", "kind": "Choice", "choices": "到访奖\n成交奖", "required": 0},
	{"question": "还有什么想说", "kind": "Text", "required": 0},
)
FORM, ROUND = "Questionnaire Form", "Staff Questionnaire"


def fresh(doc):
	return frappe.get_doc(doc.doctype, doc.name)


class Case:
	def __init__(self):
		self.group = a_group()
		self.centre = frappe.get_doc("Sales Centre", self.group.centre)
		self.agents = [an_agent(self.group) for _ in range(4)]
		self.manager, self.hr = (a_staff(r, centre=self.centre) for r in (roles.MANAGER, roles.HR))

	def questionnaire(self, by=None, **fields):
		with as_user(by or self.hr):
			return frappe.get_doc(
				doctype=ROUND,
				**{
					"title": "激励办法问卷",
					"centre": self.centre.name,
					"occasion": "By Hand",
					"anonymous": 1,
					"days_to_answer": 3,
					"positions": [{"position": roles.AGENT}],
					"questions": [dict(q) for q in QUESTIONS],
					**fields,
				},
			).insert()

	def opened(self, **fields):
		questionnaire = self.questionnaire(**fields)
		with as_user(self.hr):
			rounds.open_now(questionnaire.name)
		return fresh(questionnaire)

	def form_of(self, questionnaire, person):
		return frappe.db.get_value(FORM, {"questionnaire": questionnaire.name, "agent": person.name})

	def answers(self, questionnaire, person, score=5, choice=None, text=None):
		given = [{"number": 1, "score": score}]
		given += [{"number": 2, "choice": choice}] if choice else []
		given += [{"number": 3, "text": text}] if text else []
		with as_user(person):
			send(self.form_of(questionnaire, person), given)

	def closed(self, questionnaire):
		with as_user(self.hr):
			rounds.close_now(questionnaire.name)
		return fresh(questionnaire)

	def results(self, questionnaire, by=None):
		filters = {"from_date": getdate(), "to_date": getdate(), "questionnaire": questionnaire.name}
		with as_user(by or self.hr):
			rows = query_report.run("Questionnaire Results", filters=filters)["result"]
		return [row for row in rows if isinstance(row, dict)]

	def desk_of(self, person, doctype=FORM):
		wanted = {"for_user": person.user, "document_type": doctype}
		return frappe.get_all("Notification Log", wanted, pluck="subject")


@made_once
def case():
	return Case()


def every_text_about(questionnaire) -> str:
	"""All that the database has of a questionnaire's answers and of what stands beside them."""
	forms = frappe.db.sql(
		f"select * from `tab{FORM}` where questionnaire = %s", questionnaire.name, as_dict=True
	)
	names = tuple(form.name for form in forms) or ("",)
	rows = frappe.db.sql("select * from `tabSurvey Answer` where parent in %s", [names], as_dict=True)
	versions = frappe.db.sql("select * from tabVersion where docname in %s", [names], as_dict=True)
	return json.dumps([forms, rows, versions], default=str, ensure_ascii=False)


def test_a_draft_asks_nobody_and_opening_asks_the_scope_until_a_working_day(case):
	questionnaire = case.questionnaire()
	assert questionnaire.stage == "Draft" and not frappe.db.exists(
		FORM, {"questionnaire": questionnaire.name}
	)
	with as_user(case.manager):
		rounds.open_now(questionnaire.name)
	questionnaire.reload()
	due = read_calendars([case.centre.name])[case.centre.name].add_working_days(getdate(), 3)
	assert (questionnaire.stage, questionnaire.asked, questionnaire.due_on) == ("Open", 4, due)
	asked = frappe.get_all(FORM, {"questionnaire": questionnaire.name}, pluck="agent")
	assert sorted(asked) == sorted(agent.name for agent in case.agents)
	assert len(case.desk_of(case.agents[0])) == 1 and case.desk_of(case.manager) == []
	with as_user(case.manager), pytest.raises(QuestionnaireError):
		rounds.open_now(questionnaire.name)


def test_the_scope_is_a_group_and_positions(case):
	other = a_group(case.centre)
	mates = [an_agent(other), a_consultant(other)]
	found = case.questionnaire(sales_group=other.name, positions=[])
	leader = frappe.db.get_value("Sales Group", other.name, "leader")
	assert sorted(rounds.people_of(found, getdate())) == sorted([*(m.name for m in mates), leader])
	found = case.questionnaire(sales_group=other.name, positions=[{"position": roles.CONSULTANT}])
	assert rounds.people_of(found, getdate()) == [mates[1].name]
	elsewhere = a_group()
	with pytest.raises(QuestionnaireError):
		case.questionnaire(sales_group=elsewhere.name)


def test_means_distribution_and_words_by_question_once_it_is_closed(case):
	questionnaire = case.opened()
	for agent, score, choice in zip(case.agents, (5, 4, 4, 1), (1, 2, 2, None), strict=True):
		case.answers(questionnaire, agent, score, choice, text=f"意见{score}，电话 13812345678")
	assert case.results(questionnaire) == []  # open: nothing is told
	assert case.closed(questionnaire).answered == 4
	fair, which, words, *said = case.results(questionnaire)
	assert (fair["answers"], fair["mean"]) == (4, 3.5) and "1" in fair["said"]
	assert (which["answers"], which["mean"]) == (3, None) and "成交奖" in which["said"]
	assert words["answers"] == 4 and len(said) == 4
	assert not any(row.get("who") for row in said)
	assert "13812345678" not in json.dumps(said, default=str)
	assert [row["said"] for row in said] == sorted(row["said"] for row in said)
	assert len(case.desk_of(case.manager, ROUND)) == 1
	with as_user(case.hr):
		frappe.local.lang = "en"
		assert case.results(questionnaire)[0]["question"] == "Are the incentives fair?"


@pytest.mark.req("R47")
def test_without_names_nothing_that_is_kept_tells_who_wrote(case):
	questionnaire = case.opened()
	for agent in case.agents[:3]:
		case.answers(questionnaire, agent, 2, text=f"说的是{agent.name[-1]}的心里话")
	answers = frappe.get_all(FORM, {"questionnaire": questionnaire.name, "status": "Answer"}, ["*"])
	assert len(answers) == 3
	for answer in answers:
		assert answer.agent is None
		assert (answer.owner, answer.modified_by) == ("Administrator", "Administrator")
		assert getdate(answer.creation) == getdate(answer.modified) == questionnaire.due_on
	assert len({(a.creation, a.modified) for a in answers}) == 1
	of_round = {"questionnaire": questionnaire.name}
	named = frappe.get_all(FORM, {**of_round, "status": "Sent"}, ["name", "modified", "creation"])
	still = frappe.get_all(FORM, {**of_round, "status": "Open"}, ["name"])
	named_names = [form.name for form in named]
	assert len(named) == 3 and len(still) == 1
	assert not frappe.db.exists("Survey Answer", {"parent": ("in", named_names)})
	assert all(form.modified == form.creation for form in named)  # sending leaves no time
	parents = {"parent": ("in", [answer.name for answer in answers])}
	rows = frappe.get_all("Survey Answer", parents, ["owner", "creation", "modified_by"])
	assert {(r.owner, r.modified_by, getdate(r.creation)) for r in rows} == {
		("Administrator", "Administrator", questionnaire.due_on)
	}
	case.closed(questionnaire)
	kept = every_text_about(questionnaire)
	for agent in case.agents:
		assert agent.name not in kept and agent.user not in kept
	asked = {"document_type": FORM, "document_name": ("in", [*named_names, *(s.name for s in still)])}
	assert not frappe.db.exists("Notification Log", asked)
	assert case.results(questionnaire)[0]["answers"] == 3


@pytest.mark.req("R47")
def test_fewer_than_three_are_neither_asked_nor_shown_without_names(case):
	with pytest.raises(QuestionnaireError):
		case.opened(positions=[{"position": roles.HR}])
	questionnaire = case.opened()
	case.answers(questionnaire, case.agents[0], 1, text="只有我")
	case.answers(questionnaire, case.agents[1], 5)
	case.closed(questionnaire)
	rows = case.results(questionnaire)
	assert [row["answers"] for row in rows] == [None, None, None]
	assert "只有我" not in json.dumps(rows, ensure_ascii=False, default=str)


@pytest.mark.req("R47")
def test_a_form_is_its_person_s_alone_by_every_door(case):
	questionnaire = case.opened()
	case.answers(questionnaire, case.agents[0], 2, text="心里话")
	mine = case.form_of(questionnaire, case.agents[1])
	nameless = frappe.db.get_value(FORM, {"questionnaire": questionnaire.name, "status": "Answer"})
	for person in (case.manager, case.hr, case.agents[2]):
		for name in (mine, nameless):
			assert not frappe.has_permission(FORM, doc=frappe.get_doc(FORM, name), user=person.user)
			assert refused(person.user, "frappe.client.get", doctype=FORM, name=name)
			assert refused(
				person.user,
				"dianjian_app.service.questionnaires.questionnaire_form_events.questions_of",
				verb="GET",
				form=name,
			)
		with as_user(person):
			seen = get_list(
				FORM, fields=["name", "agent", "status"], filters={"questionnaire": questionnaire.name}
			)
			assert {row.agent for row in seen} <= {person.name}
		nameless_ones = {"questionnaire": questionnaire.name, "status": "Answer"}
		assert not ask(
			person.user, "frappe.client.get_count", verb="GET", doctype=FORM, filters=nameless_ones
		)
	with as_user(case.agents[0]):
		assert not frappe.has_permission(FORM, doc=frappe.get_doc(FORM, nameless))
	with as_user(case.agents[2]), pytest.raises(frappe.PermissionError):
		send(mine, [{"number": 1, "score": 1}])
	for act in ("save", "delete"):
		with as_user(case.agents[1]), pytest.raises((frappe.PermissionError, QuestionnaireFormError)):
			getattr(frappe.get_doc(FORM, mine), act)()


def test_it_is_answered_once_in_time_and_whole(case):
	questionnaire = case.opened()
	first, second, third, _ = case.agents
	case.answers(questionnaire, first)
	with pytest.raises(QuestionnaireFormError):
		case.answers(questionnaire, first)
	with as_user(second):
		form = case.form_of(questionnaire, second)
		for wrong in ([], [{"number": 1}], [{"number": 1, "score": 6}], [{"number": 1, "score": True}], "x"):
			with pytest.raises(AnswerError):
				send(form, wrong)
		send(form, json.dumps([{"number": 1, "score": 3}, {"number": 2, "choice": 9}]))
	frappe.db.set_value(FORM, {"questionnaire": questionnaire.name}, "due_on", add_days(getdate(), -1))
	with pytest.raises(QuestionnaireFormError):
		case.answers(questionnaire, third)
	assert frappe.db.count(FORM, {"questionnaire": questionnaire.name, "status": "Answer"}) == 2


def test_with_names_the_answer_stands_with_the_person_who_sees_it(case):
	questionnaire = case.opened(anonymous=0)
	agent = case.agents[0]
	case.answers(questionnaire, agent, 4, choice=1, text="很好")
	with as_user(agent):
		seen = questionnaire_form_events.questions_of(case.form_of(questionnaire, agent))
	assert [row["text"] or row["score"] for row in seen["answers"]] == [4, "到访奖", "很好"]
	assert not seen["open"]
	case.closed(questionnaire)
	rows = case.results(questionnaire)
	assert [(row["said"], row["who"]) for row in rows if row.get("who")] == [("很好", agent.staff_name)]
	assert frappe.db.get_value(FORM, case.form_of(questionnaire, case.agents[1]), "status") == "Missed"


def test_what_was_asked_stays_as_it_was_asked(case):
	questionnaire = case.opened()
	for change in (
		{"anonymous": 0},
		{"title": "别的"},
		{"stage": "Draft"},
		{"due_on": add_days(getdate(), 99)},
	):
		with as_user(case.hr), pytest.raises(QuestionnaireError):
			doc = frappe.get_doc(ROUND, questionnaire.name)
			doc.update(change)
			doc.save()
	with as_user(case.hr):
		with pytest.raises(RowAloneError):
			row = frappe.get_doc("Survey Question", questionnaire.questions[0].name)
			row.question = "你是谁"
			row.save()
		with pytest.raises(QuestionnaireError):
			frappe.delete_doc(ROUND, questionnaire.name)
		frappe.delete_doc(ROUND, case.questionnaire().name)


@pytest.mark.parametrize(
	"wrong",
	[
		{"questions": [dict(QUESTIONS[0]), dict(QUESTIONS[0])]},
		{"questions": [{**QUESTIONS[1], "choices": "到访奖"}]},
		{"questions": [{**QUESTIONS[1], "choices": "到访奖\n到访奖"}]},
		{"days_to_answer": 0},
		{"positions": [{"position": roles.AGENT}, {"position": roles.AGENT}]},
	],
)
def test_a_questionnaire_that_cannot_be_asked_is_refused(case, wrong):
	with pytest.raises(QuestionnaireError):
		case.questionnaire(**wrong)


@pytest.mark.req("R47")
def test_manager_and_hr_of_the_centre_read_the_results_and_nobody_else(case):
	questionnaire = case.opened()
	for agent in case.agents:
		case.answers(questionnaire, agent)
	case.closed(questionnaire)
	assert case.results(questionnaire, by=case.manager)
	assert case.results(questionnaire, by=a_staff(roles.MANAGER)) == []
	for person in (case.agents[0], frappe.get_doc("Sales Staff", case.group.leader)):
		with pytest.raises(frappe.PermissionError):
			case.results(questionnaire, by=person)


def test_each_quarter_a_round_opens_once_and_a_paused_one_does_not(case, time_machine):
	time_machine.move_to("2026-12-10 08:00:00")
	standing = case.questionnaire(occasion="Each Quarter", starts_on="2026-12-20")
	paused = case.questionnaire(occasion="Each Quarter", starts_on="2026-12-01", paused=1)

	def opened():
		return frappe.get_all(ROUND, {"standing": ("in", (standing.name, paused.name))}, pluck="title")

	assert standing.stage == "Standing"
	rounds.run_daily()
	assert opened() == []
	for day in ("2026-12-20", "2026-12-21", "2026-12-31"):
		time_machine.move_to(f"{day} 08:00:00")
		rounds.run_daily()
	assert opened() == ["激励办法问卷: 2026 Q4"]
	time_machine.move_to("2027-01-01 08:00:00")
	rounds.run_daily()
	rounds.run_daily()
	assert sorted(opened()) == ["激励办法问卷: 2026 Q4", "激励办法问卷: 2027 Q1"]
	newest = frappe.get_doc(ROUND, {"standing": standing.name, "title": ("like", "%Q1")})
	assert (newest.stage, newest.asked, len(newest.questions)) == ("Open", 4, 3)
	assert rounds.quarter_key(standing.name, Period.quarter_of(getdate()).end) == newest.round_key


def test_the_day_reminds_once_and_closes_what_is_over(case, time_machine):
	questionnaire = case.opened(days_to_answer=3)
	case.answers(questionnaire, case.agents[0])
	open_form = case.form_of(questionnaire, case.agents[1])
	day_before = add_days(questionnaire.due_on, -1)
	time_machine.move_to(f"{day_before} 08:00:00")
	assert open_form in rounds.remind(getdate())
	assert open_form not in rounds.remind(getdate())
	assert case.form_of(questionnaire, case.agents[0]) not in rounds.remind(getdate())
	time_machine.move_to(f"{questionnaire.due_on} 10:00:00")
	rounds.run_daily()
	assert fresh(questionnaire).stage == "Open"
	time_machine.move_to(f"{add_days(questionnaire.due_on, 1)} 01:00:00")
	rounds.run_daily()
	questionnaire.reload()
	assert (questionnaire.stage, questionnaire.answered) == ("Closed", 1)


@pytest.mark.req("R37")
def test_who_attended_a_training_is_asked_once_about_it(case):
	standing = case.questionnaire(occasion="After a Training", title="培训评价", anonymous=0)
	there, away = case.agents[0], case.agents[1]
	attendees = [{"staff": there.name, "attended": 1}, {"staff": away.name, "attended": 0}]
	session = a_training(there, case.hr, kind="Other", attendees=attendees)
	[name] = frappe.get_all(ROUND, {"standing": standing.name}, pluck="name")
	opened = frappe.get_doc(ROUND, name)
	assert (opened.about_type, opened.about, opened.stage) == ("Training Session", session.name, "Open")
	assert frappe.get_all(FORM, {"questionnaire": name}, pluck="agent") == [there.name]
	rounds.after_training(session)
	assert frappe.db.count(ROUND, {"standing": standing.name}) == 1
	with as_user(case.hr):
		standing.paused = 1
		standing.save()
	a_training(there, case.hr, kind="Other")
	assert frappe.db.count(ROUND, {"standing": standing.name}) == 1


@pytest.mark.req("R47")
def test_without_names_a_training_of_two_asks_nobody(case):
	standing = case.questionnaire(occasion="After a Training", title="匿名评价")
	two = [{"staff": agent.name, "attended": 1} for agent in case.agents[:2]]
	a_training(case.agents[0], case.hr, kind="Other", attendees=two)
	assert not frappe.db.exists(ROUND, {"standing": standing.name})
	with as_user(case.hr), pytest.raises(QuestionnaireError):
		rounds.open_now(standing.name)


@pytest.mark.req("R47")
def test_answers_go_after_their_time(case):
	questionnaire = case.opened()
	for agent in case.agents:
		case.answers(questionnaire, agent)
	case.closed(questionnaire)
	kind = RETENTION_KINDS["Answers of the Staff"]
	forms = frappe.get_all(FORM, {"questionnaire": questionnaire.name}, pluck="name")
	frappe.db.set_value(FORM, {"name": ("in", forms)}, "due_on", add_days(getdate(), -kind.days - 5))
	before = getdate(add_days(getdate(), -kind.days))
	assert {*forms} <= {*kind.names(before)}
	kind.remove(before)
	assert not frappe.db.exists("Survey Answer", {"parent": ("in", forms)})
	assert [row["answers"] for row in case.results(questionnaire)] == [None, None, None]


def test_somebody_else_s_form_is_nobody_s_to_send_by_its_name(case):
	questionnaire = case.opened()
	form = case.form_of(questionnaire, case.agents[0])
	with pytest.raises(NotAskedError):
		send(form, [{"number": 1, "score": 5}])  # Administrator, who reads everything, is not asked
	with as_user(case.agents[0]):
		ask(
			case.agents[0].user,
			"dianjian_app.service.questionnaires.questionnaire_form_events.send",
			form=form,
			answers=[{"number": 1, "score": 5}],
		)
	assert frappe.db.get_value(FORM, form, "status") == "Sent"
