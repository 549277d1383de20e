"""Logging one call from the agent's list, and the list itself (R7, R8, R11, decision 24)."""

import frappe
import pytest
from frappe.utils import add_days, date_diff, now_datetime, today

from dianjian_app import roles
from dianjian_app.calls import todays_list
from dianjian_app.calls.errors import CallSheetError, SheetFrozenError
from dianjian_app.calls.log_call import log_call
from dianjian_app.calls.rows import CallRowError, DoNotCallError, NextStepMissingError, NotAllocatedError
from dianjian_app.calls.todays_list import calls_of, today_list
from dianjian_app.ledger.build import rebuild
from dianjian_app.people.period import Period
from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


def log(agent, lead=None, connected=1, key=None, grade="C", **fields):
	"""A call that the agent logs; each with a key of its own unless told."""
	lead = lead or a_lead(agent=agent)
	if grade in ("A", "B"):
		fields.setdefault("next_step_date", today())
	with as_user(agent):
		return log_call(lead.name, connected, key or frappe.generate_hash(), grade=grade, **fields)


def listed(agent):
	with as_user(agent):
		return today_list()


@pytest.mark.req("R11")
class TestLogging:
	def test_the_first_call_makes_the_sheet_of_the_day(self, agent):
		answer = log(agent)
		sheet = frappe.get_doc("Call Sheet", answer["sheet"])
		assert (sheet.agent, str(sheet.date), sheet.stage) == (agent.name, today(), "Draft")
		assert (sheet.owner, answer["customers_connected"], answer["calls_total"]) == (agent.user, 1, 1)

	@pytest.mark.req("R44")
	@pytest.mark.parametrize("line_is_there", [True, False])
	def test_the_first_call_leaves_what_a_form_leaves(self, group, line_is_there):
		caller, writer = an_agent(group=group), an_agent(group=group)
		if line_is_there:
			rebuild(group.centre, Period.day(frappe.utils.getdate()))
		log(caller)
		a_sheet(writer, connected=1)
		assert left_by(caller) == left_by(writer)
		assert left_by(caller)["line"]["sheet_state"] == "Not Handed In"

	@pytest.mark.req("R44")
	def test_who_begins_the_day_waits_for_no_more_than_a_sheet(self, group):
		agents = [an_agent(group=group) for _ in range(2)]
		rebuild(group.centre, Period.day(frappe.utils.getdate()))
		log(agents[0])
		lead = a_lead(agent=agents[1])
		# saving one from the form sends over a hundred; all agents of a centre begin at nine
		assert statements(lambda lead: log(agents[1], lead), lead) <= 55

	@pytest.mark.req("R12")
	def test_a_customer_who_is_graded_anew_leaves_the_old_grade(self, agent):
		lead = a_lead(agent=agent)
		log(agent, lead, grade="B")
		sheet = frappe.get_doc("Call Sheet", log(agent, lead, grade="A")["sheet"])
		assert [(c.kind, c.key, c.calls) for c in sheet.counts] == [("Grade", "A", 1)]
		assert sheet.intention_count == 1

	def test_gives_what_saving_the_form_gives(self, agent):
		leads = [a_lead(agent=agent) for _ in range(4)]
		log(agent, leads[0], grade="A", product_need="高层")
		log(agent, leads[1], grade="B", product_need="别墅")
		log(agent, leads[2], connected=0, grade=None)
		answer = log(agent, leads[0], grade="A", product_need="高层", remarks="再次确认")
		sheet = frappe.get_doc("Call Sheet", answer["sheet"])
		assert [r.idx for r in sheet.rows] == [1, 2, 3, 4]
		logged = everything(sheet)
		with as_user(agent):
			sheet.save()
		assert everything(frappe.get_doc("Call Sheet", sheet.name)) == logged
		assert logged["totals"] == (4, 3, 2, 2)

	def test_goes_on_with_a_sheet_begun_in_the_form(self, agent):
		sheet = a_sheet(agent, connected=2)
		answer = log(agent)
		assert (answer["sheet"], answer["customers_connected"]) == (sheet.name, 3)

	def test_makes_an_open_form_outdated_instead_of_losing_the_call(self, agent):
		sheet = a_sheet(agent)
		log(agent)
		with as_user(agent), pytest.raises(frappe.TimestampMismatchError):
			sheet.save()
		assert frappe.db.count("Call Sheet Row", {"parent": sheet.name}) == 2

	def test_twice_the_same_request_writes_one_row(self, agent):
		lead = a_lead(agent=agent)
		first = log(agent, lead, key="same", grade="B")
		assert log(agent, lead, key="same", grade="B") == first
		assert frappe.db.count("Call Sheet Row", {"lead": lead.name}) == 1
		assert first["calls_total"] == 1

	def test_the_same_request_still_answers_after_the_sheet_was_handed_in(self, agent):
		lead = a_lead(agent=agent)
		first = log(agent, lead, key="same")
		handed_in(frappe.get_doc("Call Sheet", first["sheet"]), agent)
		assert log(agent, lead, key="same") == first

	def test_two_agents_may_use_the_same_key(self, group, agent):
		other = an_agent(group=group)
		assert log(agent, key="k")["sheet"] != log(other, key="k")["sheet"]

	def test_takes_what_a_page_or_a_script_sends(self, agent):
		answer = log(
			agent, connected="true", do_not_call="0", called_at=str(now_datetime()), segment="Upgrade"
		)
		row = frappe.get_doc("Call Sheet Row", answer["row"])
		assert (row.connected, row.do_not_call, row.segment) == (1, 0, "Upgrade")
		assert (
			frappe.db.get_value("Call Sheet Row", log(agent, connected="0", grade="")["row"], "connected")
			== 0
		)

	@pytest.mark.req("R47")
	def test_texts_are_cleaned_as_a_form_cleans_them(self, agent):
		row = log(agent, remarks="<script>alert(1)</script>好", said="打 13912345678")["row"]
		remarks, said = frappe.db.get_value("Call Sheet Row", row, ["remarks", "said"])
		assert "<script" not in remarks and "13912345678" not in said

	@pytest.mark.parametrize(
		("fields", "error"),
		[
			({"grade": None}, CallRowError),
			({"grade": "Z"}, CallRowError),
			({"connected": 0}, CallRowError),
			({"called_at": "gestern"}, CallRowError),
			({"called_at": "2020-01-01 09:00:00"}, CallRowError),
			({"next_step_date": "2020-01-01"}, CallRowError),
			({"product_need": "城堡"}, CallRowError),
			({"segment": "Castle"}, frappe.ValidationError),
			({"next_step": "长" * 200}, frappe.ValidationError),
			({"key": " "}, CallSheetError),
		],
	)
	def test_what_cannot_be_is_refused_and_changes_nothing(self, agent, fields, error):
		sheet = a_sheet(agent)
		lead = a_lead(agent=agent)
		before = everything(frappe.get_doc("Call Sheet", sheet.name))
		with pytest.raises(error):
			log(agent, lead, **fields)
		assert everything(frappe.get_doc("Call Sheet", sheet.name)) == before
		assert frappe.db.get_value("Call Lead", lead.name, ["last_called_at", "grade"]) == (None, None)

	@pytest.mark.req("R7")
	def test_is_refused_for_leads_not_held(self, agent, group):
		for lead in (a_lead(group=a_group()), a_lead(agent=an_agent(group=group))):
			with pytest.raises(NotAllocatedError):
				log(agent, lead)

	@pytest.mark.req("R10")
	def test_is_refused_for_customers_who_refuse(self, agent):
		lead = a_lead(agent=agent)
		vault.refuse_calls([lead.phone_hash], "no")
		with pytest.raises(DoNotCallError):
			log(agent, lead)

	@pytest.mark.req("R13")
	def test_is_refused_once_the_sheet_is_handed_in(self, agent):
		handed_in(a_sheet(agent), agent)
		with pytest.raises(SheetFrozenError):
			log(agent)

	@pytest.mark.req("R47")
	def test_is_for_agents(self, group, agent):
		lead = a_lead(agent=agent)
		for user in (the_leader(group), a_staff(roles.ASSISTANT, group=group), "Administrator", "Guest"):
			with as_user(user), pytest.raises((frappe.PermissionError, CallSheetError)):
				log_call(lead.name, 1, "k", grade="A")
		assert not frappe.db.exists("Call Sheet Row", {"lead": lead.name})

	def test_costs_the_same_however_long_the_sheet_is(self, agent):
		a_sheet(agent, rows=[a_row(agent)])
		log(agent)
		few = statements(lambda lead: log(agent, lead), a_lead(agent=agent))
		for _ in range(20):
			log(agent)
		assert statements(lambda lead: log(agent, lead), a_lead(agent=agent)) <= few


def left_by(agent):
	"""What stands in the database about an agent's sheet of today: itself, its line of the ledger, who acts next."""
	sheet = frappe.get_doc("Call Sheet", {"agent": agent.name, "date": today()})
	line = frappe.get_doc("Daily Ledger", {"agent": agent.name, "date": today()})
	action = frappe.get_doc("Workflow Action", {"reference_name": sheet.name})
	own = (
		"name",
		"agent",
		"agent_name",
		"live_key",
		"owner",
		"creation",
		"modified",
		"modified_by",
		"call_sheet",
	)
	assert line.call_sheet == sheet.name
	return {
		"sheet": {
			df.fieldname: sheet.get(df.fieldname)
			for df in sheet.meta.fields
			if df.fieldname not in own and df.fieldtype != "Table"
		},
		"line": {df.fieldname: line.get(df.fieldname) for df in line.meta.fields if df.fieldname not in own},
		"action": (action.status, action.workflow_state, [row.role for row in action.permitted_roles]),
	}


def statements(act, lead):
	"""How many statements an act sends to the database."""
	sent, run = [], frappe.db.sql

	def counted(query, *args, **kwargs):
		sent.append(str(query))
		return run(query, *args, **kwargs)

	frappe.db.sql = counted
	try:
		act(lead)
	finally:
		frappe.db.sql = run
	return len(sent)


def everything(sheet):
	"""What a sheet says, without when and by whom it was written."""
	fields = (
		*("lead", "connected", "grade", "product_need", "remarks", "customer_name", "phone_mask", "source"),
		*("is_intention", "follow_up_no", "called_at", "centre", "sales_group", "agent", "date"),
	)
	return {
		"rows": [tuple(r.get(f) or None for f in fields) for r in sheet.rows],
		"totals": (
			*(sheet.calls_total, sheet.calls_connected),
			*(sheet.customers_connected, sheet.intention_count),
		),
		"counts": {(c.kind, c.key): c.calls for c in sheet.counts},
	}


@pytest.mark.req("R8")
class TestTheLeadLearns:
	def test_its_grade_and_when_it_comes_back(self, agent):
		lead = a_lead(agent=agent)
		log(agent, lead, grade="B", next_step="发资料", next_step_date=add_days(today(), 3))
		lead.reload()
		assert (lead.grade, lead.follow_up_no, lead.next_step) == ("B", 1, "发资料")
		assert date_diff(lead.due_on, today()) == 30
		assert lead.last_called_at.date() == lead.last_connected_at.date() == now_datetime().date()

	def test_a_promise_stands_while_nobody_answers(self, agent):
		lead = a_lead(agent=agent)
		a_sheet(
			agent,
			day=add_days(today(), -2),
			rows=[a_row(agent, lead=lead, next_step="确认到访", next_step_date=today())],
		)
		log(agent, lead, connected=0, grade=None)
		lead.reload()
		assert (lead.next_step, str(lead.next_step_date)) == ("确认到访", today())
		log(agent, lead, grade="C")
		lead.reload()
		assert (lead.next_step, lead.next_step_date) == (None, None)

	def test_what_was_promised_with_its_time_and_kind(self, agent):
		late, early = (a_lead(agent=agent) for _ in range(2))
		for lead, at in ((late, "16:00"), (early, "9:30")):
			log(agent, lead, grade="B", next_step_time=at, next_step_kind="Send Message")
		frappe.db.delete("Call Sheet Row", {"lead": ("in", (late.name, early.name))})
		first, second = listed(agent)["leads"]
		assert (first["name"], second["name"]) == (early.name, late.name)
		assert (first["next_step_kind"], first["next_step_time"]) == ("Send Message", "09:30")

	@pytest.mark.parametrize(
		("said", "refused"),
		[
			({}, True),
			({"next_step": "再打"}, True),
			({"next_step_date": "2999-01-01"}, False),
			({"do_not_call": 1}, False),
		],
	)
	def test_an_intention_customer_needs_a_next_step(self, agent, said, refused):
		grades = grades_of(agent.centre)
		for code, grade in grades.items():
			lead = a_lead(agent=agent)
			with as_user(agent):
				if refused and grade.is_intention:
					with pytest.raises(NextStepMissingError):
						log_call(lead.name, 1, frappe.generate_hash(), grade=code, **said)
				else:
					log_call(lead.name, 1, frappe.generate_hash(), grade=code, **said)
		assert any(g.is_intention for g in grades.values())

	@pytest.mark.parametrize("at", ["noon", "25:00", "12:61"])
	def test_no_time_that_is_none(self, agent, at):
		with pytest.raises(CallRowError):
			log(agent, grade="C", next_step_date=today(), next_step_time=at)

	def test_an_invalid_customer_is_out_and_comes_back_in_when_the_row_is_mended(self, agent):
		lead = a_lead(agent=agent)
		sheet = a_sheet(agent, rows=[a_row(agent, lead=lead, grade="D")])
		assert frappe.db.get_value("Call Lead", lead.name, ["status", "due_on"]) == ("Out", None)
		with as_user(agent):
			sheet.rows[0].grade = "C"
			sheet.save()
		assert frappe.db.get_value("Call Lead", lead.name, "status") == "Held"

	def test_nothing_from_a_row_that_was_taken_off(self, agent):
		lead = a_lead(agent=agent)
		sheet = a_sheet(agent, rows=[a_row(agent, lead=lead, grade="A"), a_row(agent)])
		with as_user(agent):
			sheet.set("rows", sheet.rows[1:])
			sheet.save()
		lead.reload()
		assert (lead.grade, lead.follow_up_no, lead.last_called_at) == (None, 0, None)

	@pytest.mark.req("R18")
	def test_what_a_later_stage_wrote_stays_when_another_row_is_saved(self, agent):
		from dianjian_app.resources.lead_projection import set_next_step

		lead = a_lead(agent=agent)
		sheet = a_sheet(agent, rows=[a_row(agent, lead=lead)])
		set_next_step(lead.name, "未到访,再约", today())
		sheet.append("rows", a_row(agent))
		with as_user(agent):
			sheet.save()
		assert frappe.db.get_value("Call Lead", lead.name, "next_step") == "未到访,再约"

	@pytest.mark.req("R10")
	def test_a_refusal_holds_for_the_whole_site(self, agent):
		lead = a_lead(agent=agent)
		log(agent, lead, grade="C", do_not_call=1, next_step="再打", next_step_date=today())
		assert vault.refused([lead.phone_hash])
		lead.reload()
		assert (lead.do_not_call, lead.status, lead.due_on) == (1, "Out", None)
		assert (lead.next_step, lead.next_step_date) == (None, None)
		with pytest.raises(DoNotCallError):
			log(agent, lead)


@pytest.mark.req("R7")
class TestToday:
	def test_the_most_urgent_come_first_and_nobody_elses(self, group, agent):
		called = {"last_called_at": "2026-01-01 10:00:00"}
		again = a_lead(agent=agent, **called)
		new = a_lead(agent=agent)
		due = a_lead(agent=agent, due_on=today(), last_connected_at="2026-01-01 10:00:00", **called)
		promised = a_lead(agent=agent, next_step="带样板间", next_step_date=today())
		overdue = a_lead(agent=agent, next_step="回电", next_step_date=add_days(today(), -3))
		a_lead(agent=an_agent(group=group))
		found = listed(agent)
		assert [(r["name"], r["reason"]) for r in found["leads"]] == [
			(overdue.name, "promised"),
			(promised.name, "promised"),
			(due.name, "due"),
			(new.name, "new"),
			(again.name, "again"),
		]
		assert found["counts"] == {"callback": 0, "promised": 2, "due": 1, "new": 1, "again": 1, "later": 0}

	def test_not_what_comes_later_is_out_refuses_or_was_called_today(self, agent):
		a_lead(agent=agent, next_step_date=add_days(today(), 2), last_called_at="2026-01-01 10:00:00")
		a_lead(agent=agent, due_on=add_days(today(), 1), last_connected_at="2026-01-01 10:00:00")
		a_lead(agent=agent, status="Out")
		a_lead(agent=agent, do_not_call=1)
		log(agent, a_lead(agent=agent))
		assert listed(agent)["leads"] == []

	def test_counts_go_beyond_the_longest_list(self, agent, monkeypatch):
		from dianjian_app.calls import todays_list as module

		monkeypatch.setattr(module, "LIMIT", 2)
		for _ in range(3):
			a_lead(agent=agent)
		a_lead(agent=agent, next_step_date=today())
		found = listed(agent)
		assert len(found["leads"]) == 2
		assert found["counts"] == {"callback": 0, "promised": 1, "due": 0, "new": 3, "again": 0, "later": 0}

	def test_shows_how_far_the_day_has_come(self, agent):
		log(agent, grade="A", remarks="要来")
		found = listed(agent)
		assert (found["stage"], found["customers_connected"], found["intention_count"]) == ("Draft", 1, 1)
		assert [(r["grade"], r["remarks"]) for r in found["called"]] == [("A", "要来")]

	@pytest.mark.req("R20")
	def test_shows_what_the_rule_asks_of_the_day(self, group):
		weekday = frappe.utils.getdate().strftime("%A")
		assert listed(an_agent(group=group))["target"] == 100
		assert listed(an_agent(group=group, rest_days=[weekday]))["target"] == 0

	@pytest.mark.req("R13")
	def test_reminds_of_sheets_not_handed_in(self, agent):
		sheet = a_sheet(agent, day=add_days(today(), -1))
		assert [s["name"] for s in listed(agent)["open_sheets"]] == [sheet.name]
		handed_in(sheet, agent)
		assert listed(agent)["open_sheets"] == []

	@pytest.mark.req("R48")
	def test_offers_products_in_the_readers_language(self, agent):
		labels = {p["value"]: p["label"] for p in listed(agent)["products"]}
		frappe.local.lang = "en"
		english = {p["value"]: p["label"] for p in listed(agent)["products"]}
		frappe.local.lang = "zh"
		assert english["别墅"] == "Villa"
		assert {p["value"]: p["label"] for p in listed(agent)["products"]}["别墅"] == "别墅"
		assert labels.keys() == english.keys()

	@pytest.mark.req("R47")
	def test_is_for_agents(self, group):
		for user in (a_staff(roles.FRONT_DESK, group=group), "Guest"):
			with as_user(user), pytest.raises(frappe.PermissionError):
				today_list()

	@pytest.mark.req("R43")
	def test_the_calls_of_a_customer_go_with_the_customer(self, group, agent):
		other = an_agent(group=group)
		lead = a_lead(agent=other)
		log(other, lead, remarks="先前的通话")
		with as_user(agent), pytest.raises(frappe.PermissionError):
			calls_of(lead.name)
		frappe.db.set_value("Call Lead", lead.name, "agent", agent.name)
		with as_user(agent):
			assert [c["remarks"] for c in calls_of(lead.name)["calls"]] == ["先前的通话"]

	@pytest.mark.req("R8", "R43", "R46")
	def test_a_customer_of_many_follow_ups_says_how_many_calls_are_not_shown(self, agent, monkeypatch):
		monkeypatch.setattr(todays_list, "HISTORY", 2)
		lead = a_lead(agent=agent)
		for remark in "一二三":
			log(agent, lead, remarks=remark)
		with as_user(agent):
			found = calls_of(lead.name)
		assert ([c["remarks"] for c in found["calls"]], found["total"]) == (["三", "二"], 3)
