"""Whom nobody was spoken with comes back after a time and not for ever; who asked for a time is called at that time (R8, R11)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, get_datetime, getdate, now_datetime, today

from dianjian_app.calls.log_call import log_call
from dianjian_app.calls.todays_list import number_to_call, today_list
from dianjian_app.mailing import notices
from dianjian_app.resources.pool import lead_transfer
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R11")


@made_once
def centre():
	return a_centre()


@made_once
def agent(centre):
	return an_agent(group=a_group(centre))


@pytest.fixture(autouse=True)
def at_ten(time_machine):
	"""The site's day, at 10 in the morning: what is later today is later at every hour a test runs."""
	time_machine.move_to(f"{today()}T10:00:00+08:00")


@pytest.fixture
def later(time_machine):
	def move(**span):
		time_machine.shift(timedelta(**span))

	return move


def says(centre, result, **fields):
	"""The centre's list says of a result how often and after how long it is tried again."""
	doc = frappe.get_doc("Sales Centre", centre.name)
	[row] = [row for row in doc.call_results if row.result == result]
	row.update(fields)
	doc.save()


def call(agent, lead, result="无人接听", **fields):
	with as_user(agent):
		log_call(lead.name, 0, frappe.generate_hash(), result=result, **fields)


def shown(agent, lead):
	"""How the lead stands on the agent's list: its reason, None where it is not there."""
	with as_user(agent):
		found = [x["reason"] for x in today_list()["leads"] if x["name"] == lead.name]
	return found[0] if found else None


def call_of(agent, lead, back, result="无人接听"):
	"""A call of an earlier day."""
	a_sheet(
		agent,
		day=add_days(today(), -back),
		rows=[a_row(agent, lead=lead, connected=False, result=result)],
	)


def test_by_default_who_was_not_reached_comes_back_on_the_next_day_without_end(agent):
	lead = a_lead(agent=agent)
	for back in range(6, 0, -1):
		call_of(agent, lead, back)
	lead.reload()
	assert (lead.retry_at, lead.retries_over) == (None, 0)
	assert shown(agent, lead) == "again"
	call(agent, lead)
	assert shown(agent, lead) is None


def test_after_the_hours_that_the_result_says_the_customer_is_back_on_the_list_of_today(centre, agent, later):
	says(centre, "无人接听", retry_hours=2)
	lead = a_lead(agent=agent)
	call(agent, lead)
	lead.reload()
	assert get_datetime(lead.retry_at) - now_datetime() > timedelta(minutes=119)
	assert shown(agent, lead) is None and number_to_call(agent.name, getdate()) == 0
	later(hours=2, minutes=1)
	assert shown(agent, lead) == "again" and number_to_call(agent.name, getdate()) == 1
	call(agent, lead)
	assert shown(agent, lead) is None


def test_hours_that_end_tomorrow_or_later_keep_the_customer_off_until_then(centre, agent, later):
	says(centre, "关机", retry_hours=48)
	lead = a_lead(agent=agent)
	call(agent, lead, "关机")
	later(days=1)
	assert shown(agent, lead) is None
	later(days=1, minutes=1)
	assert shown(agent, lead) == "again"


@pytest.mark.parametrize(
	("results", "over"),
	[
		(["无人接听"], 0),
		(["无人接听"] * 3, 0),
		(["无人接听"] * 4, 1),
		(["无人接听"] * 3 + ["占线"], 0),
		(["无人接听"] * 3 + ["占线", "无人接听"], 1),
	],
)
def test_at_most_so_many_tries_with_one_result(centre, agent, results, over):
	says(centre, "无人接听", retry_most=3)
	lead = a_lead(agent=agent)
	for back, result in zip(range(len(results), 0, -1), results, strict=True):
		call_of(agent, lead, back, result)
	lead.reload()
	assert lead.retries_over == over
	assert shown(agent, lead) == (None if over else "again")


def test_a_conversation_and_another_agent_begin_anew(centre, agent):
	says(centre, "无人接听", retry_most=1, retry_hours=30)
	lead = a_lead(agent=agent)
	call_of(agent, lead, 3)
	call_of(agent, lead, 2)
	assert frappe.db.get_value("Call Lead", lead.name, "retries_over") == 1
	other = an_agent(group=frappe.get_doc("Sales Group", agent.sales_group))
	lead_transfer.give_to_agent(agent.sales_group, other.name, [lead.name], getdate(), "Selection")
	lead.reload()
	assert (lead.retries_over, lead.retry_at, shown(other, lead)) == (0, None, "again")
	call(other, lead)
	lead.reload()
	assert (lead.retries_over, bool(lead.retry_at)) == (0, True)
	spoken = a_lead(agent=agent)
	call_of(agent, spoken, 6)
	a_sheet(agent, day=add_days(today(), -1), rows=[a_row(agent, lead=spoken, grade="C")])
	call_of(agent, spoken, 0)
	assert frappe.db.get_value("Call Lead", spoken.name, "retries_over") == 0


def test_what_was_promised_stands_however_often_nobody_answered(centre, agent):
	says(centre, "无人接听", retry_most=1, retry_hours=30)
	lead = a_lead(agent=agent)
	row = a_row(agent, lead=lead, grade="C", next_step="送资料", next_step_date=today())
	a_sheet(agent, day=add_days(today(), -4), rows=[row])
	for back in (3, 2, 1):
		call_of(agent, lead, back)
	assert shown(agent, lead) == "promised"


@pytest.mark.req("R8")
class TestCallBack:
	"""约时再打: a customer asks to be called at a time."""

	def asked(self, agent, clock, **fields):
		lead = a_lead(agent=agent)
		call(agent, lead, "约时再打", next_step_date=today(), next_step_time=clock, **fields)
		return lead

	def test_later_today_stands_at_the_end_and_on_top_when_it_is_time(self, agent, later):
		lead = self.asked(agent, "15:00", next_step="再打")
		a_lead(agent=agent)
		with as_user(agent):
			day = today_list()
		assert [x["reason"] for x in day["leads"]] == ["new", "later"]
		assert day["counts"]["later"] == 1
		assert day["leads"][1]["next_step_time"] == "15:00"
		assert 0 <= 5 * 3600 - day["next_call_back"] < 60
		later(hours=5)
		with as_user(agent):
			day = today_list()
		assert [x["reason"] for x in day["leads"]] == ["callback", "new"]
		assert (day["leads"][0]["name"], day["next_call_back"]) == (lead.name, None)
		later(minutes=5)
		call(agent, lead)
		assert shown(agent, lead) is None, "called at the time, and nobody answered: tomorrow again"

	def test_the_earlier_time_is_first(self, agent, later):
		leads = [self.asked(agent, clock) for clock in ("11:30", "10:30", "11:00")]
		later(hours=3)
		with as_user(agent):
			found = [x["name"] for x in today_list()["leads"]]
		assert found == [leads[1].name, leads[2].name, leads[0].name]

	def test_who_was_not_called_at_the_time_stands_first_on_the_next_day(self, agent, later):
		lead = self.asked(agent, "15:00")
		later(days=1)
		assert shown(agent, lead) == "callback"

	def test_a_message_or_invitation_at_a_time_is_a_promise_as_before(self, agent, later):
		lead = a_lead(agent=agent)
		row = a_row(
			agent,
			lead=lead,
			grade="C",
			next_step="邀约",
			next_step_date=today(),
			next_step_time="15:00",
			next_step_kind="Invite",
		)
		a_sheet(agent, day=add_days(today(), -1), rows=[row])
		assert shown(agent, lead) == "promised"

	@pytest.mark.req("R46")
	def test_the_agent_is_told_once_when_it_is_time(self, agent, later, monkeypatch):
		told = []

		def note(users, doc):
			told.append((doc["document_name"], sorted(users), doc["subject"]))

		monkeypatch.setattr(
			"frappe.email.doctype.notification.notification.enqueue_create_notification", note
		)
		lead = self.asked(agent, "15:00")
		other = self.asked(agent, "16:30")
		notices.call_backs_due(now_datetime())
		assert not told
		later(hours=4, minutes=57)
		notices.call_backs_due(now_datetime())
		later(minutes=10)
		notices.call_backs_due(now_datetime())
		[(name, users, subject)] = told
		assert (name, users) == (lead.name, [frappe.db.get_value("User", agent.user, "email")])
		assert "15:00" in subject
		call(agent, other)  # called before the time: the promise stands until somebody speaks
		later(hours=1, minutes=30)
		notices.call_backs_due(now_datetime())
		assert [t[0] for t in told] == [lead.name, other.name]

	def test_a_refusal_is_not_called_back(self, agent, later):
		lead = self.asked(agent, "15:00")
		frappe.db.set_value("Call Lead", lead.name, "do_not_call", 1)
		later(hours=5)
		assert shown(agent, lead) is None
		assert notices.call_backs_due(now_datetime()) == 0
