"""A quarter's appraisal in the browser: person, colleague and leader answer, and nobody reads who wrote what (R38)."""

from urllib.parse import urlsplit

import frappe
import pytest
import requests

from dianjian_app import roles
from dianjian_app.incentives.appraisal import appraisal_cycle
from dianjian_app.tests.browser.company import SECOND_AGENT
from dianjian_app.tests.browser.test_service import filled
from dianjian_app.tests.builders.appraisals import (
	APPRAISAL,
	FORM,
	answered,
	appraisal_of,
	forms,
	opened,
)
from dianjian_app.tests.builders.people import an_agent, take_people_away

pytestmark = pytest.mark.req("R38")
# what somebody who wants to know who wrote what asks the server for
ASKED = (
	("frappe.client.get_list", {"doctype": FORM, "fields": ["*"]}),
	(
		"frappe.client.get_list",
		{
			"doctype": "Appraisal Score",
			"parent": FORM,
			"fields": ["parent", "owner", "score", "creation"],
			"filters": {"parenttype": FORM},
		},
	),
	("frappe.client.get_list", {"doctype": "Version", "fields": ["*"], "filters": {"ref_doctype": FORM}}),
	("frappe.desk.reportview.get", {"doctype": FORM, "fields": ["*"], "order_by": "modified desc"}),
	("frappe.client.get_count", {"doctype": FORM}),
)


@pytest.fixture
def two_more(site, company):
	"""Two more colleagues, so that three answer about the agent; they and the quarter go again."""
	people = [an_agent(company.group) for _n in range(2)]
	site.db.commit()
	yield people
	site.db.rollback()
	for doctype in ("Incentive Appeal", FORM, APPRAISAL, "Appraisal Scheme"):
		site.db.delete(doctype, {"centre": company.centre.name})
	take_people_away(*(person.name for person in people))
	site.db.commit()


def gives(desk, form, *scores):
	"""Open a form, score every criterion and send it."""
	desk.open_form(FORM, form.name)
	desk.page.evaluate(
		"""scores => Promise.all(cur_frm.doc.scores.map((row, i) =>
			frappe.model.set_value(row.doctype, row.name, 'score', scores[i])))""",
		list(scores),
	)
	desk.ready().press("Send")
	desk.page.wait_for_function("cur_frm.doc.status === 'Sent'")
	return desk.ready()


def answers_to(desk):
	"""What the server says to each of the questions, over HTTP, in this person's session; None where it refuses."""
	address = urlsplit(desk.page.url)
	headers = {"Host": address.netloc, "X-Frappe-CSRF-Token": desk.page.evaluate("frappe.csrf_token")}
	cookies = {each["name"]: each["value"] for each in desk.context.cookies() if each["name"] == "sid"}
	for method, args in ASKED:
		# by its number: outside the browser no name ends in .localhost
		url = f"http://127.0.0.1:{address.port}/api/method/{method}"
		answer = requests.post(url, json=args, headers=headers, cookies=cookies, timeout=60)
		assert answer.status_code in (200, 403), answer.text
		yield answer.json().get("message") if answer.ok else None


def test_person_colleague_and_leader_answer_and_no_name_is_read(site, company, desk_of, two_more):
	agent, colleague = company.staff[roles.AGENT], company.staff[SECOND_AGENT]
	scheme = opened(company.centre)
	appraisal = appraisal_of(agent, scheme)
	site.db.commit()
	by = {(form.side, form.appraiser): form for form in forms(appraisal=appraisal.name)}
	assert len(by) == 5
	person = gives(desk_of(roles.AGENT), by["Self", agent.name], 90, 100)
	second = gives(desk_of(SECOND_AGENT), by["Colleague", colleague.name], 70, 50)
	assert second.page.evaluate("cur_frm.doc.scores.length") == 0
	leader = gives(desk_of(roles.LEADER), by["Leader", company.group.leader], 80, 70)
	for form, scores in zip(two_more, ((80, 60), (60, 70)), strict=True):
		answered(by["Colleague", form.name], *scores)
	site.db.commit()

	mine = {
		person: frappe.get_all(FORM, {"appraiser": agent.name}, pluck="name"),
		second: frappe.get_all(FORM, {"appraiser": colleague.name}, pluck="name"),
		leader: frappe.get_all(FORM, {"appraiser": company.group.leader}, pluck="name"),
	}
	for desk, own in mine.items():
		rows, scores, versions, report, count = answers_to(desk)
		assert {row["name"] for row in rows or ()} == {*own} and count == len(own)
		assert {row["parent"] for row in scores or ()} <= {*own}
		assert not versions
		keys = report["keys"] if report else ()
		read = [dict(zip(keys, row, strict=True)) for row in (report["values"] if report else ())]
		assert {row["name"] for row in read} <= {*own}

	appraisal_cycle.weigh_one(appraisal.name)
	site.db.commit()
	manager = desk_of(roles.MANAGER).open_form(APPRAISAL, appraisal.name)
	filled(manager, talk_on="2026-10-09", talk_note="已面谈").save().shot("appraisal-for-talk")
	manager.press("Submit").confirm()
	manager.page.wait_for_function("cur_frm.doc.docstatus === 1")

	person.open_form(APPRAISAL, appraisal.name)
	person.page.wait_for_function("cur_frm.doc.total === 73.8 && cur_frm.doc.colleague_total === 66")
	person.shot("appraisal-signed")
	person.press("Disagree").dialog()
	person.page.locator(".modal.show textarea").fill("业绩没有算全")
	person.confirm()
	person.page.wait_for_function("cur_frm.doc.response === 'Disagreed'")
	person.press("Appeal")
	person.page.wait_for_function(
		"name => cur_frm && cur_frm.doctype === 'Incentive Appeal' && cur_frm.doc.appraisal === name",
		arg=appraisal.name,
	)
	filled(person.ready(), grounds="业绩没有算全").save()
	site.db.rollback()
	[appeal] = frappe.get_all("Incentive Appeal", {"appraisal": appraisal.name}, ["agent", "kind", "stage"])
	assert (appeal.agent, appeal.kind, appeal.stage) == (agent.name, "An Appraisal", "Filed")
	assert not (person.problems or second.problems or leader.problems or manager.problems)
