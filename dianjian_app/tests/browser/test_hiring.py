"""HR hires an accepted candidate in one step, and the newcomer logs in by the link that was shown (R49, R2)."""

from urllib.parse import parse_qs, urlparse

import frappe
import pytest
import requests
from frappe.utils import today

from dianjian_app import roles
from dianjian_app.people import candidates
from dianjian_app.setup.seeds import training
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import take_people_away

PASSWORD = "Ein langes neues Wort 7391"
LINK = "() => cur_dialog?.get_value?.('link')"


@pytest.fixture
def accepted(site, company):
	"""A candidate of the company whom the manager has accepted; the person who comes of it is taken away."""
	n = number()
	with as_user(company.users[roles.HR]):
		doc = frappe.get_doc(
			doctype="Sales Candidate",
			candidate_name=f"新同事{n}",
			position=roles.AGENT,
			source="Campus",
			centre=company.centre.name,
			sales_group=company.group.name,
			email=f"neu{n}@test.example",
		).insert()
		candidates.move_on(doc.name)
		doc.reload()
		doc.update({"tested_on": today(), "test_score": 88})
		doc.append("interviews", {"interviewer": company.staff[roles.MANAGER].name})
		doc.save()
		candidates.move_on(doc.name)
	with as_user(company.users[roles.MANAGER]):
		candidates.give_score(doc.name, 90)
		candidates.decide(doc.name, "Accepted", "表现优秀")
	site.db.commit()
	yield doc
	site.db.rollback()
	take_people_away(*site.get_all("Sales Staff", {"staff_name": doc.candidate_name}, pluck="name"))
	site.db.commit()


@pytest.mark.req("R49", "R2", "R37")
def test_hr_hires_and_the_newcomer_sets_a_password_once(site, company, accepted, desk_of, desk_url):
	desk = desk_of(roles.HR).open_form("Sales Candidate", accepted.name)
	desk.sees(zh("Accepted: the next step enters the person as staff."))
	desk.press("Hire").dialog()
	desk.page.evaluate("number => cur_dialog.set_value('employee_number', number)", f"B-{number():05d}")
	desk.press("Hire", within=".modal.show")
	desk.page.wait_for_function(LINK)
	key = parse_qs(urlparse(desk.page.evaluate(LINK)).query)["key"][0]
	desk.shot("one-time-link")
	# not every program finds test.localhost, as browsers do
	there = urlparse(desk_url)
	method = f"http://127.0.0.1:{there.port}/api/method"
	host = {"Host": f"{there.hostname}:{there.port}"}
	set_password = f"{method}/frappe.core.doctype.user.user.update_password"
	newcomer = requests.Session()
	answer = newcomer.post(
		set_password, json={"new_password": PASSWORD, "key": key}, timeout=60, headers=host
	)
	assert answer.ok, answer.text
	me = newcomer.get(f"{method}/frappe.auth.get_logged_user", timeout=60, headers=host).json()["message"]
	assert me == accepted.email
	owed = newcomer.get(
		f"http://127.0.0.1:{there.port}/api/resource/Training Due",
		params={"fields": '["topic", "status", "origin"]'},
		timeout=60,
		headers=host,
	)
	courses = {title for title, position, *_more in training.ENTRANCE if position in ("", roles.AGENT)}
	assert courses <= {row["topic"] for row in owed.json()["data"]}, owed.text
	assert {(row["status"], row["origin"]) for row in owed.json()["data"]} == {("Open", "Entrance")}
	board = newcomer.get(f"{method}/dianjian_app.calls.todays_list.today_list", timeout=60, headers=host)
	assert board.ok, board.text
	again = requests.post(
		set_password, json={"new_password": PASSWORD + "9", "key": key}, timeout=60, headers=host
	)
	assert not again.ok
	site.db.rollback()
	assert site.db.get_value("Sales Staff", {"user": accepted.email}, "staff_name") == accepted.candidate_name
