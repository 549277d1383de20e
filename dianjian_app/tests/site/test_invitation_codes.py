"""An invitation's code finds the visit at the door, marks one arrival, and proves nothing else (R17, R40)."""

import base64
from urllib.parse import parse_qs, urlparse

import frappe
import pyqrcode
import pytest
from frappe.utils import format_datetime

from dianjian_app import roles
from dianjian_app.patches.v0_2 import ask_centres_about_lead_in
from dianjian_app.setup.workflow_definitions.visit_confirmation import COMPLETE
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits import custody
from dianjian_app.visits.errors import NotYourActError, VisitError
from dianjian_app.visits.invitation_codes import arrive_by_code, invitation

pytestmark = [pytest.mark.req("R17"), pytest.mark.req("R40")]
REFUSED = (frappe.ValidationError, frappe.PermissionError)


@made_once
def agent():
	return an_agent(group=a_group())


@made_once
def party(agent):
	return Party(agent)


def sent(party):
	with as_user(party.agent):
		return invitation(party.name)


def scan(party, code):
	with as_user(party.front_desk):
		return arrive_by_code(code)


def test_the_text_carries_the_code_and_stays_with_the_visit(party):
	first, second = sent(party), sent(party)
	assert first == second
	assert first["code"] in first["text"]
	for known in (party.visit.customer_name, party.agent.staff_name, party.agent.centre):
		assert known in first["text"]
	assert party.visit.invitation_code == first["code"].replace("-", "")


def test_the_picture_is_a_qr_code_of_the_reception_page_with_the_code(party, monkeypatch):
	drawn, create = [], pyqrcode.create
	monkeypatch.setattr(pyqrcode, "create", lambda text, **how: drawn.append(text) or create(text, **how))
	given = sent(party)
	kind, data = given["picture"].split(",", 1)
	assert kind == "data:image/svg+xml;base64"
	assert base64.b64decode(data).startswith(b"<svg")
	address = urlparse(drawn[0])
	assert address.path.endswith("/reception")
	assert parse_qs(address.query) == {"code": [party.visit.invitation_code]}
	assert scan(party, drawn[0])["visit"] == party.name


def test_a_scan_marks_one_arrival_and_proves_no_lead_in(party):
	code = sent(party)["code"]
	found = scan(party, f" {code.lower()} ")
	visit = party.visit
	assert found == {"visit": party.name, "customer_name": visit.customer_name}
	assert (visit.stage, visit.arrived_by) == ("Arrived", party.front_desk.user)
	assert not (visit.contacted_at or visit.led_in_at or visit.signed_at or visit.outcome)
	assert party.sign().visit.outcome == "Walk-in"


def test_a_second_scan_is_refused_with_when_the_first_was(party):
	code = sent(party)["code"]
	scan(party, code)
	first = party.visit.arrived_at
	with pytest.raises(VisitError, match=format_datetime(first, "yyyy-MM-dd HH:mm")):
		scan(party, code)
	assert party.visit.arrived_at == first
	with pytest.raises(VisitError):
		sent(party)


def test_neither_does_it_mark_one_after_the_front_desk_did_by_hand(party):
	code = sent(party)["code"]
	party.contact().lead_in()
	with pytest.raises(VisitError, match="arrived at"):
		scan(party, code)
	assert party.visit.arrived_at is None


def test_a_code_that_was_sent_on_counts_nothing_by_itself(party):
	code = sent(party)["code"]
	for person in (party.agent, party.consultant, party.leader, "Administrator"):
		with as_user(person), pytest.raises(REFUSED):
			arrive_by_code(code)
	scan(party, code)
	party.sign()
	assert not (party.visit.counted_key or party.visit.counted_on)


def test_is_of_one_centre_and_nobody_guesses_it(party, agent):
	code = sent(party)["code"]
	elsewhere = a_staff(roles.FRONT_DESK, group=a_group())
	with as_user(elsewhere), pytest.raises(VisitError):
		arrive_by_code(code)
	for wrong in ("", "23456789", "%", "code=", "' or 1=1", "A" * 500, party.name):
		with pytest.raises(VisitError):
			scan(party, wrong)
	assert party.visit.arrived_at is None


def test_a_visit_without_an_invitation_sent_has_no_code_to_find(party):
	assert not party.visit.invitation_code
	with pytest.raises(VisitError):
		scan(party, "")


def test_is_sent_by_the_agent_or_who_stands_above_alone(party):
	with as_user(party.leader):
		assert invitation(party.name)["code"]
	colleague = an_agent(group=frappe.get_doc("Sales Group", party.agent.sales_group))
	for person in (party.consultant, party.front_desk, colleague):
		with as_user(person), pytest.raises(REFUSED):
			invitation(party.name)


def test_a_centre_says_it_in_its_own_words(party):
	centre = frappe.get_doc("Sales Centre", party.agent.centre)
	centre.invitation_text = "{customer_name}，{planned_at}见，码：{code}"
	centre.save()
	given = sent(party)
	planned = format_datetime(party.visit.planned_at, "yyyy-MM-dd HH:mm")
	assert given["text"] == f"{party.visit.customer_name}，{planned}见，码：{given['code']}"
	for wrong in ("没有码", "{code} {phone}", "{code}" + "长" * 600):
		centre.reload()
		centre.invitation_text = wrong
		with pytest.raises(VisitError):
			centre.save()


class TestLeadInByTheCentresChoice:
	"""Four hands by default; where the centre says so the agent's record and the consultant's signature suffice (R17)."""

	@pytest.fixture
	def trusting(self, party):
		frappe.db.set_value("Sales Centre", party.agent.centre, "lead_in_by_front_desk", 0)
		frappe.clear_document_cache("Sales Centre", party.agent.centre)
		return party

	def test_by_default_the_front_desk_records_it(self, party):
		assert frappe.db.get_value("Sales Centre", party.agent.centre, "lead_in_by_front_desk") == 1
		assert party.contact().sign().visit.outcome == "Walk-in"

	def test_contact_and_signature_suffice_where_the_centre_says_so(self, trusting):
		visit = trusting.contact().sign().confirm().visit
		assert (visit.outcome, visit.led_in_at) == ("Counted", None)

	def test_without_the_agents_record_it_stays_a_walk_in(self, trusting):
		assert trusting.sign().visit.outcome == "Walk-in"

	def test_the_agent_signs_no_visit_of_their_own_all_the_same(self, trusting):
		trusting.contact()
		with as_user(trusting.agent), pytest.raises(NotYourActError):
			custody.sign(trusting.name)

	def test_a_site_of_before_asks_the_centre_and_keeps_a_condition_of_its_own(self, trusting):
		of_visits = {"parent": "Visit Confirmation", "parenttype": "Workflow", "action": "Sign"}
		row = frappe.get_all("Workflow Transition", of_visits, pluck="name")[0]
		for condition, after in ((ask_centres_about_lead_in.BEFORE, COMPLETE), ("doc.agent", "doc.agent")):
			frappe.db.set_value("Workflow Transition", row, "condition", condition)
			ask_centres_about_lead_in.execute()
			assert frappe.db.get_value("Workflow Transition", row, "condition") == after
		frappe.clear_document_cache("Workflow", "Visit Confirmation")

	def test_a_lead_in_may_still_be_recorded(self, trusting):
		visit = trusting.contact().lead_in().sign().confirm().visit
		assert (visit.outcome, bool(visit.led_in_at)) == ("Counted", True)
