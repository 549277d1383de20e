"""Today's calls are corrected, taken back for a minute, and sent after a lost connection (R10, R11)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, today

from dianjian_app.calls.errors import CallSheetError, NotTheAgentError, SheetFrozenError
from dianjian_app.calls.log_call import log_call
from dianjian_app.calls.mend_call import correct_call, take_back_call
from dianjian_app.calls.rows import CallRowError, NextStepMissingError
from dianjian_app.resources.numbers import refusal, vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R11")


@made_once
def group():
	return a_group()


@pytest.fixture
def agent(group):
	return an_agent(group=group)


def logged(agent, lead=None, connected=1, grade="C", **said):
	lead = lead or a_lead(agent=agent)
	with as_user(agent):
		answer = log_call(lead.name, connected, frappe.generate_hash(), grade=grade, **said)
	return answer["sheet"], answer["row"]


def totals(sheet):
	fields = ["calls_total", "customers_connected", "intention_count"]
	return frappe.db.get_value("Call Sheet", sheet, fields)


class TestCorrecting:
	def test_writes_the_call_anew_with_all_that_follows(self, agent):
		lead = a_lead(agent=agent)
		sheet, row = logged(agent, lead, remarks="打错", called_at=f"{today()} 00:00:01")
		logged(agent)
		before = frappe.get_doc("Call Sheet Row", row)
		said = {"remarks": "周六来", "next_step_date": add_days(today(), 1), "next_step_kind": "Invite"}
		with as_user(agent):
			correct_call(sheet, row, 1, grade="A", **said)
		after = frappe.get_doc("Call Sheet Row", row)
		assert (after.grade, after.remarks, after.next_step_kind) == ("A", "周六来", "Invite")
		for kept in ("lead", "called_at", "recorded_at", "request_key", "idx"):
			assert after.get(kept) == before.get(kept)
		assert totals(sheet) == (2, 2, 1)
		lead.reload()
		assert (lead.grade, lead.next_step_date) == ("A", getdate(add_days(today(), 1)))

	def test_keeps_the_rules_of_logging(self, agent):
		sheet, row = logged(agent)
		with as_user(agent):
			for said, error in (
				({"connected": 1, "grade": "A"}, NextStepMissingError),
				({"connected": 1}, CallRowError),
				({"connected": 0, "grade": "C"}, CallRowError),
			):
				with pytest.raises(error):
					correct_call(sheet, row, **said)

	@pytest.mark.req("R10")
	def test_takes_no_refusal_away(self, agent):
		lead = a_lead(agent=agent)
		sheet, row = logged(agent, lead, do_not_call=1)
		with as_user(agent):
			correct_call(sheet, row, 1, grade="C", do_not_call=0)
		assert frappe.db.get_value("Call Sheet Row", row, "do_not_call") == 1
		assert vault.refused([lead.phone_hash])

	@pytest.mark.req("R13")
	@pytest.mark.parametrize("act", ["correct", "take back"])
	def test_is_the_agents_own_and_ends_when_the_sheet_is_handed_in(self, group, agent, act):
		sheet, row = logged(agent)

		def mend():
			return correct_call(sheet, row, 1, grade="C") if act == "correct" else take_back_call(sheet, row)

		with as_user(an_agent(group=group)), pytest.raises((NotTheAgentError, frappe.PermissionError)):
			mend()
		handed_in(frappe.get_doc("Call Sheet", sheet), agent)
		with as_user(agent), pytest.raises(SheetFrozenError):
			mend()


class TestTakingBack:
	def test_takes_the_call_off_the_sheet_and_the_lead_forgets_it(self, agent):
		lead = a_lead(agent=agent)
		kept = logged(agent)[1]
		sheet, row = logged(agent, lead, grade="A", next_step_date=today())
		with as_user(agent):
			assert take_back_call(sheet, row) == {"sheet": sheet, "lead": lead.name}
		assert frappe.get_all("Call Sheet Row", {"parent": sheet}, pluck="name") == [kept]
		assert totals(sheet) == (1, 1, 0)
		lead.reload()
		assert (lead.grade, lead.follow_up_no, lead.next_step_date, lead.last_called_at) == (
			None,
			0,
			None,
			None,
		)

	@pytest.mark.req("R10")
	@pytest.mark.parametrize("said", [{"grade": "C", "do_not_call": 1}, {"grade": "D", "do_not_call": 1}])
	def test_the_refusal_too(self, agent, said):
		lead = a_lead(agent=agent)
		a_sheet(
			agent, add_days(today(), -1), rows=[a_row(agent, lead=lead, grade="B", next_step_date=today())]
		)
		sheet, row = logged(agent, lead, **said)
		assert vault.refused([lead.phone_hash])
		with as_user(agent):
			take_back_call(sheet, row)
		assert not vault.refused([lead.phone_hash])
		lead.reload()
		assert (lead.do_not_call, lead.status, lead.grade) == (0, "Held", "B")
		assert lead.next_step_date == getdate(today())
		acts = frappe.get_all("Refusal Record", {"lead": lead.name}, pluck="act", order_by="creation")
		assert acts == ["Refused", "Lifted"]

	@pytest.mark.req("R10")
	def test_not_a_refusal_of_somebody_else(self, group, agent):
		lead = a_lead(agent=agent)
		sheet, row = logged(agent, lead, do_not_call=1)
		frappe.db.set_value("Phone Vault", lead.phone_hash, "do_not_call_by", "Administrator")
		with as_user(agent):
			take_back_call(sheet, row)
		assert vault.refused([lead.phone_hash])

	def test_only_for_a_minute(self, agent):
		sheet, row = logged(agent)
		late = now_datetime() - timedelta(seconds=61)
		frappe.db.set_value("Call Sheet Row", row, "recorded_at", late, update_modified=False)
		with as_user(agent), pytest.raises(CallSheetError):
			take_back_call(sheet, row)
		assert totals(sheet)[0] == 1

	def test_twice_says_so(self, agent):
		sheet, row = logged(agent)
		with as_user(agent):
			take_back_call(sheet, row)
			with pytest.raises(CallSheetError):
				take_back_call(sheet, row)


class TestAfterALostConnection:
	def test_a_call_has_the_time_at_which_it_was_made(self, agent):
		now = now_datetime()
		waited = min(600, (now - now.replace(hour=0, minute=0, second=0)).seconds)
		row = logged(agent, waited_seconds=str(waited))[1]
		called_at, recorded_at = frappe.db.get_value("Call Sheet Row", row, ["called_at", "recorded_at"])
		assert abs((called_at - (now - timedelta(seconds=waited))).total_seconds()) < 10
		assert abs((recorded_at - now).total_seconds()) < 10

	def test_a_call_of_yesterday_stands_on_yesterdays_sheet(self, agent):
		sheet, row = logged(agent, waited_seconds=24 * 3600)
		yesterday = getdate(add_days(today(), -1))
		assert frappe.db.get_value("Call Sheet", sheet, "date") == yesterday
		assert frappe.db.get_value("Call Sheet Row", row, ["date", "agent"]) == (yesterday, agent.name)

	def test_a_call_of_a_day_that_was_handed_in_is_refused(self, agent):
		handed_in(a_sheet(agent, add_days(today(), -1)), agent)
		with pytest.raises(SheetFrozenError):
			logged(agent, waited_seconds=24 * 3600)

	@pytest.mark.parametrize("waited", [-50, "x", 10**12])
	def test_no_call_comes_from_the_future_or_from_long_ago(self, agent, waited):
		sheet = logged(agent, waited_seconds=waited)[0]
		day = frappe.db.get_value("Call Sheet", sheet, "date")
		assert getdate(add_days(today(), -7)) <= day <= getdate(today())


@pytest.mark.req("R10")
def test_what_was_refused_before_stays(agent):
	lead = a_lead(agent=agent)
	sheet, row = logged(agent, lead)
	with as_user(agent):
		refusal.refuse_calls("Call Lead", lead.name, "来电说别再打", "Incoming Call")
		take_back_call(sheet, row)
	assert vault.refused([lead.phone_hash])
