"""The doors of the web, asked for who wrote what by those who would like to know: manager, HR, a colleague, an auditor (R56)."""

import json

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.service.questionnaires import rounds
from dianjian_app.service.questionnaires.questionnaire_form_events import send
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_staff, a_user
from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.site.matrix import web
from dianjian_app.tests.site.test_questionnaires_at_once import (  # noqa: F401 fixtures
	FORM,
	ROUND,
	asked,
	centre,
	form_of,
)

pytestmark = pytest.mark.req("R56", "R47")
ANSWER = "Survey Answer"
SECRET = "早会太长"


@pytest.fixture
def answered(asked):  # noqa: F811
	"""Three have answered in words; who asks, with their keys."""
	questionnaire, agents, hr = asked
	words = {"question": "还有什么", "kind": "Text", "required": 0}
	questionnaire.append("questions", words)
	questionnaire.save()
	rounds.open_now(questionnaire.name)
	for agent in agents:
		with as_user(agent):
			given = [{"number": 1, "score": 2}, {"number": 2, "text": SECRET}]
			send(form_of(questionnaire, agent), given)
	centre_ = frappe.get_doc("Sales Centre", questionnaire.centre)
	manager = a_staff(roles.MANAGER, centre=centre_)
	auditor = a_user(roles.AUDITOR).name
	users = (manager.user, hr.user, agents[0].user, auditor)
	keys = {user: web.a_key(user) for user in users}
	frappe.db.commit()
	yield questionnaire, agents, keys
	take_away(auditor)
	frappe.db.commit()


def doors(questionnaire, form, nameless, row):
	"""(verb, path, what is sent) of what the web offers to read documents by."""
	of_round = json.dumps({"questionnaire": questionnaire.name})
	every = json.dumps(["*"])
	args = {"doctype": FORM, "name": nameless}
	yield "GET", f"/api/resource/{FORM}", {"fields": every, "filters": of_round}
	yield "GET", f"/api/resource/{FORM}/{form}", {}
	yield "GET", f"/api/resource/{FORM}/{nameless}", {}
	yield "GET", f"/api/resource/{ANSWER}/{row}", {}
	for parent in (FORM, "Customer Survey", ROUND):
		form_ = {
			"doctype": ANSWER,
			"parent": parent,
			"fields": every,
			"filters": json.dumps({"parent": nameless}),
		}
		yield "GET", "/api/method/frappe.client.get_list", form_
	for method, what in {
		"frappe.client.get": args,
		"frappe.client.get_value": {"doctype": FORM, "fieldname": "agent", "filters": of_round},
		"frappe.client.get_count": {"doctype": FORM, "filters": of_round},
		"frappe.desk.form.load.getdoc": args,
		"frappe.desk.form.load.get_docinfo": args,
		"frappe.desk.reportview.get": {
			"doctype": FORM,
			"fields": json.dumps(["`tabQuestionnaire Form`.`agent`"]),
		},
		"frappe.desk.reportview.get_list": {"doctype": FORM, "fields": json.dumps(["agent", "modified"])},
		"frappe.desk.reportview.get_count": {"doctype": FORM, "fields": "[]", "filters": of_round},
		"frappe.desk.reportview.export_query": {
			"doctype": FORM,
			"fields": json.dumps(["name", "agent"]),
			"file_format_type": "CSV",
		},
		"frappe.desk.listview.get_group_by_count": {
			"doctype": FORM,
			"current_filters": json.dumps([[FORM, "questionnaire", "=", questionnaire.name]]),
			"field": "agent",
		},
		"frappe.desk.search.search_link": {"doctype": FORM, "txt": "", "filters": of_round},
		"frappe.utils.print_format.download_pdf": args,
		"frappe.desk.form.linked_with.get": {"doctype": ROUND, "docname": questionnaire.name},
		"frappe.core.doctype.data_export.exporter.export_data": {"doctype": FORM, "with_data": "1"},
		"frappe.desk.query_report.run": {
			"report_name": "Questionnaire Results",
			"filters": json.dumps({"from_date": "2020-01-01", "to_date": "2021-01-01"}),
		},
		"dianjian_app.service.questionnaires.questionnaire_form_events.questions_of": {"form": nameless},
	}.items():
		yield "GET", f"/api/method/{method}", what
	joined = json.dumps([[FORM, "questionnaire", "=", questionnaire.name], [ANSWER, "text", "like", "%"]])
	yield (
		"GET",
		f"/api/resource/{FORM}",
		{"filters": joined, "fields": json.dumps(["name", f"`tab{ANSWER}`.text"])},
	)


def test_no_door_tells_another_s_form_or_an_answer(answered):
	questionnaire, agents, keys = answered
	nameless = frappe.get_all(FORM, {"questionnaire": questionnaire.name, "status": "Answer"}, pluck="name")
	row = frappe.db.get_value(ANSWER, {"parent": nameless[0]})
	forms = {agent.user: form_of(questionnaire, agent) for agent in agents}
	other = forms[agents[1].user]
	told, tried = [], 0
	for user, key in keys.items():
		foreign = {SECRET, *nameless, *(name for owner, name in forms.items() if owner != user)}
		for verb, path, what in doors(questionnaire, other, nameless[0], row):
			answer = web.send_raw(verb, path, key, query_string=what)
			tried += 1
			sent = json.dumps(what, ensure_ascii=False) + path
			said = {text for text in foreign if text in answer.text and text not in sent}
			# a refusal may say the name that was asked for, and nothing else
			if said or (answer.status == 200 and SECRET in answer.text):
				told.append((user, path, answer.status, said))
	assert not told and tried >= 80


def test_no_door_writes_a_form_or_an_answer(answered):
	questionnaire, agents, keys = answered
	form = form_of(questionnaire, agents[0])
	nameless = frappe.db.get_value(FORM, {"questionnaire": questionnaire.name, "status": "Answer"})
	row = frappe.db.get_value(ANSWER, {"parent": nameless})
	before = (
		frappe.db.sql(f"select * from `tab{FORM}` order by name"),
		frappe.db.sql(f"select * from `tab{ANSWER}` order by name"),
	)
	for key in keys.values():
		for verb, path, what in (
			("PUT", f"/api/resource/{FORM}/{form}", {"status": "Open"}),
			("PUT", f"/api/resource/{FORM}/{nameless}", {"agent": agents[0].name}),
			("DELETE", f"/api/resource/{FORM}/{form}", {}),
			("PUT", f"/api/resource/{ANSWER}/{row}", {"text": "改"}),
			("DELETE", f"/api/resource/{ANSWER}/{row}", {}),
			("POST", f"/api/resource/{FORM}", {"questionnaire": questionnaire.name, "agent": agents[0].name}),
			(
				"POST",
				"/api/method/frappe.client.set_value",
				{"doctype": FORM, "name": form, "fieldname": "status", "value": "Open"},
			),
			(
				"POST",
				"/api/method/frappe.client.insert",
				{
					"doc": {
						"doctype": ANSWER,
						"parent": nameless,
						"parenttype": FORM,
						"parentfield": "answers",
						"score": 5,
					}
				},
			),
			("PUT", f"/api/resource/{ROUND}/{questionnaire.name}", {"anonymous": 0, "stage": "Draft"}),
		):
			assert web.send(verb, path, key, json=what).status >= 400, (path, what)
	frappe.db.rollback()
	after = (
		frappe.db.sql(f"select * from `tab{FORM}` order by name"),
		frappe.db.sql(f"select * from `tab{ANSWER}` order by name"),
	)
	assert before == after
	assert frappe.db.get_value(ROUND, questionnaire.name, ["anonymous", "stage"]) == (1, "Open")
