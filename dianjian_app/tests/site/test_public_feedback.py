"""The public form of complaints, opinions and suggestions: open to everybody, tells nobody anything (R41, R54)."""

import json
import re
from secrets import token_hex

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.reveal import RevealNotAllowedError, reveal_number
from dianjian_app.service.public_feedback import MOST_A_DAY, FeedbackClosedError, FeedbackError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import a_staff
from dianjian_app.tests.builders.resources import a_number
from dianjian_app.tests.hostile_texts import RUN, SHAPES
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R41", "R54")
RUNS = re.compile(r"<script|<[^>]*\bon\w+\s*=|<[^>]*javascript:", re.IGNORECASE)
WRITE = "dianjian_app.service.public_feedback.write"


@made_once
def place():
	place = a_place(agents=2)
	place.service = a_staff(roles.SERVICE, centre=place.centre)
	place.centre.public_feedback = 1
	place.centre.save()
	return place


@pytest.fixture(autouse=True)
def an_address(monkeypatch):
	"""Each test asks from an address of its own: the limit counts by it, in a store that outlives the run."""
	monkeypatch.setattr(frappe.local, "request_ip", f"2001:db8::{token_hex(2)}:{token_hex(2)}", raising=False)


def wrote(place, user="Guest", **given):
	return ask(user, WRITE, **{"key": place.centre.feedback_key, "said": "等候太久", **given})


def complaints(place, **filters):
	found = frappe.get_all("Customer Complaint", {"centre": place.name, **filters}, pluck="name")
	return [frappe.get_doc("Customer Complaint", name) for name in found]


@pytest.mark.parametrize("kind", ["Complaint", "Opinion", "Suggestion"])
def test_what_a_customer_writes_is_received_with_a_deadline_and_told(place, kind):
	number = a_number()
	assert wrote(place, kind=kind, name="王女士", phone=number) == {"taken": True}
	[complaint] = complaints(place)
	assert (complaint.kind, complaint.stage, complaint.by_public_form) == (kind, "Received", 1)
	assert (complaint.customer_name, complaint.received_by, complaint.agent) == ("王女士", "Guest", None)
	assert complaint.due_on and number[3:] not in json.dumps(complaint.as_dict(), default=str)
	assert complaint.phone_hash == vault.hash_of(number)
	told = frappe.get_all("Notification Log", {"document_name": complaint.name}, pluck="for_user")
	assert {place.service.user, place.manager.user} <= set(told)


def test_it_goes_the_way_of_every_complaint(place):
	from dianjian_app.tests.site.test_surveys import act

	wrote(place)
	[complaint] = complaints(place)
	with pytest.raises(frappe.ValidationError):
		act(place.service, complaint, "Start")
	started = act(place.service, complaint, "Start", apology="已电话致歉", department="客服部")
	assert (started.stage, started.by_public_form) == ("In Progress", 1)


@pytest.mark.parametrize("key", ["", "guessed", None, "x" * 500, ["a"], {"like": "%"}, "%", 0, True])
def test_a_wrong_key_is_answered_alike_whatever_else_is_wrong(place, key):
	said = set()
	for text in ("等候太久", "", "x" * 5000):
		with pytest.raises(FeedbackClosedError) as error:
			ask("Guest", WRITE, key=key, said=text, phone="1")
		said.add(str(error.value))
	assert len(said) == 1 and not complaints(place)


def test_a_key_differs_by_its_capitals(place):
	with pytest.raises(FeedbackClosedError):
		wrote(place, key=place.centre.feedback_key.swapcase())


def test_switched_off_it_is_closed_and_on_again_it_has_another_key(place):
	old = place.centre.feedback_key
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.public_feedback = 0
	centre.save()
	with pytest.raises(FeedbackClosedError):
		wrote(place, key=old)
	centre.public_feedback, centre.feedback_key = 1, "chosen"
	centre.save()
	assert centre.feedback_key not in ("", "chosen", old)
	with pytest.raises(FeedbackClosedError):
		wrote(place, key=old)
	assert wrote(place, key=centre.feedback_key) == {"taken": True}


def test_sent_twice_it_is_taken_once(place):
	number = a_number()
	for _ in range(3):
		wrote(place, phone=number, name="王女士")
	assert len(complaints(place)) == 1
	wrote(place, phone=number, said="另一件事")
	assert len(complaints(place)) == 2


@pytest.mark.parametrize("phone", ["123", "<script>", "12345678901234567890", "打给我"])
def test_a_number_that_is_none_is_named_and_nothing_is_kept(place, phone):
	with pytest.raises(FeedbackError):
		wrote(place, phone=phone)
	assert not complaints(place)


def test_a_known_number_and_an_unknown_one_are_answered_alike(place):
	from dianjian_app.tests.builders.resources import a_lead

	known = a_number()
	a_lead(agent=place.agent, phone=known)
	answers = [wrote(place, said=f"第{n}件", phone=number) for n, number in enumerate((known, a_number()))]
	assert answers == [{"taken": True}] * 2
	assert {c.lead for c in complaints(place)} == {None}


@pytest.mark.parametrize("text", [shape.format(RUN.format(1)) for shape in SHAPES])
def test_hostile_texts_stay_texts(place, text):
	try:
		wrote(place, said=f"意见 {text}", name=text, kind=text)
	except FeedbackError:
		return
	for complaint in complaints(place):
		for field in ("complaint", "customer_name"):
			assert not RUNS.search(complaint.get(field) or ""), complaint.get(field)
		assert complaint.kind == "Complaint"


def test_what_no_eye_sees_is_left_out_and_a_long_text_is_cut(place):
	wrote(place, said="等\u202e候\x00太\u200b久" + "好" * 5000, name="王\n女\u2066士" * 40)
	[complaint] = complaints(place)
	assert complaint.complaint.startswith("等候太久") and len(complaint.complaint) <= 2000
	assert "\n" not in complaint.customer_name and len(complaint.customer_name) <= 60


def test_a_number_in_the_text_is_masked(place):
	number = a_number()
	wrote(place, said=f"请打 {number[3:]}", name=f"王 {number[3:]}")
	[complaint] = complaints(place)
	assert number[3:] not in complaint.complaint + complaint.customer_name


@pytest.mark.parametrize(
	"given", [{"centre": "x"}, {"severity": "Major"}, {"stage": "Closed"}, {"flags": {"a": 1}}]
)
def test_nothing_else_can_be_sent_along(place, given):
	wrote(place, **given)
	[complaint] = complaints(place)
	assert (complaint.centre, complaint.severity, complaint.stage) == (place.name, "Minor", "Received")


def test_no_form_of_the_desk_says_that_it_came_by_the_public_form(place):
	from dianjian_app.tests.site.test_surveys import a_complaint

	complaint = a_complaint(place, by_public_form=1, phone_mask="138****0000", phone_hash="x")
	assert (complaint.by_public_form, complaint.phone_mask, complaint.phone_hash) == (None, None, None)


def test_customer_service_sees_the_number_and_whom_it_is_about_does_not(place):
	number = a_number()
	wrote(place, phone=number)
	[complaint] = complaints(place)
	with as_user(place.service):
		complaint = frappe.get_doc("Customer Complaint", complaint.name)
		complaint.agent = place.agent.name
		complaint.save()
		assert reveal_number("Customer Complaint", complaint.name) == {"number": number}
	log = {"reference_name": complaint.name, "user": place.service.user}
	assert frappe.db.exists("Phone Reveal Log", log)
	with as_user(place.agent), pytest.raises(RevealNotAllowedError):
		reveal_number("Customer Complaint", complaint.name)


def test_a_centre_takes_so_many_a_day(place, monkeypatch):
	assert MOST_A_DAY >= 100
	monkeypatch.setattr("dianjian_app.service.public_feedback.MOST_A_DAY", 2)
	for n in range(2):
		wrote(place, said=f"第{n}件")
	with pytest.raises(FeedbackError):
		wrote(place, said="第三件")
	assert len(complaints(place)) == 2


def test_who_writes_without_end_is_stopped(place):
	with pytest.raises(frappe.ValidationError, match=r"too many|频繁|limit"):
		for n in range(30):
			wrote(place, said=f"第{n}件")


def test_only_readers_of_the_centre_are_told_its_address(place):
	address = ask(
		place.service.user, "dianjian_app.service.public_feedback.address", verb="GET", centre=place.name
	)
	assert address.endswith(f"/customer-feedback#{place.centre.feedback_key}")
	assert "?" not in address
	other = a_place(agents=1)
	with pytest.raises(frappe.PermissionError):
		ask(other.manager.user, "dianjian_app.service.public_feedback.address", verb="GET", centre=place.name)
