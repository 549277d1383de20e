"""The daily call sheet: what it refuses, what it computes, how it is confirmed (R11-R13)."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app.calls import review
from dianjian_app.calls.log import log_call
from dianjian_app.calls.rows import CallRowError, DoNotCallError, NotAllocatedError
from dianjian_app.calls.sheet import CallSheetError, NotTheLeaderError, SheetFrozenError
from dianjian_app.resources import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed, handed_in
from dianjian_app.tests.builders.people import a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead


@pytest.fixture
def group():
	return a_group()


@pytest.fixture
def agent(group):
	return an_agent(group=group)


@pytest.mark.req("R11")
class TestTotals:
	def test_are_computed_whatever_was_typed(self, agent):
		lead = a_lead(agent=agent)
		rows = [
			a_row(agent, grade="A", lead=lead, product_need="高层"),
			a_row(agent, grade="A", lead=lead, product_need="高层"),
			a_row(agent, grade="D", product_need="别墅"),
			a_row(agent, connected=False),
		]
		sheet = a_sheet(agent, rows=rows, calls_total=99, calls_connected=99, customers_connected=99)
		assert (sheet.calls_total, sheet.calls_connected, sheet.customers_connected) == (4, 3, 2)
		assert sheet.intention_count == 1
		counts = {(c.kind, c.key): c.calls for c in sheet.counts}
		assert counts == {
			("Grade", "A"): 2,
			("Grade", "D"): 1,
			("Product", "高层"): 2,
			("Product", "别墅"): 1,
		}

	def test_logging_and_the_form_give_the_same(self, agent):
		leads = [a_lead(agent=agent) for _ in range(3)]
		with as_user(agent):
			for i, lead in enumerate(leads):
				answer = log_call(lead.name, 1, f"key-{lead.name}", grade="AB"[i % 2], remarks="ok")
		sheet = frappe.get_doc("Call Sheet", answer["sheet"])
		logged = (sheet.calls_total, sheet.customers_connected, {(c.key, c.calls) for c in sheet.counts})
		with as_user(agent):
			sheet.save()
		assert logged == (
			sheet.calls_total,
			sheet.customers_connected,
			{(c.key, c.calls) for c in sheet.counts},
		)
		assert logged[:2] == (3, 3)


@pytest.mark.req("R11")
class TestRefusals:
	def test_a_customer_of_another_agent(self, group, agent):
		other = an_agent(group=group)
		with pytest.raises(NotAllocatedError):
			a_sheet(agent, rows=[a_row(other)])

	@pytest.mark.req("R10")
	def test_a_customer_who_refuses_calls(self, agent):
		lead = a_lead(agent=agent)
		vault.refuse_calls([lead.phone_hash], "no")
		with pytest.raises(DoNotCallError):
			a_sheet(agent, rows=[a_row(agent, lead=lead)])

	@pytest.mark.req("R12")
	@pytest.mark.parametrize(
		"fields",
		[
			{"connected": 1, "grade": ""},
			{"connected": 0, "grade": "A"},
			{"connected": 1, "grade": "Z"},
			{"called_at": "2020-01-01 10:00:00"},
		],
	)
	def test_a_row_that_cannot_be(self, agent, fields):
		with pytest.raises(CallRowError):
			a_sheet(agent, rows=[{**a_row(agent), **fields}])

	def test_a_day_to_come(self, agent):
		with pytest.raises(CallSheetError):
			a_sheet(agent, day=frappe.utils.add_days(frappe.utils.today(), 1))

	def test_a_second_sheet_of_the_day(self, agent):
		a_sheet(agent)
		with pytest.raises(frappe.DuplicateEntryError):
			a_sheet(agent)

	@pytest.mark.req("R47")
	def test_a_sheet_for_somebody_else(self, group, agent):
		other = an_agent(group=group)
		row = a_row(other)
		with as_user(agent), pytest.raises(frappe.PermissionError):
			frappe.get_doc(
				doctype="Call Sheet", agent=other.name, date=frappe.utils.today(), rows=[row]
			).insert()


@pytest.mark.req("R13")
class TestConfirmation:
	def test_agent_hands_in_and_leader_confirms(self, agent):
		sheet = confirmed(a_sheet(agent), agent)
		assert (sheet.docstatus, sheet.stage, sheet.workflow_state) == (1, "Confirmed", "Confirmed")
		assert sheet.confirmed_by and sheet.handed_in_by == agent.user

	def test_a_leader_of_another_group_cannot(self, agent):
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(the_leader(a_group())), pytest.raises(frappe.PermissionError):
			frappe.get_doc("Call Sheet", sheet.name).submit()

	def test_nobody_confirms_their_own(self, group, agent):
		leader = the_leader(group)
		from dianjian_app.calls.sheet import check_may_confirm

		with pytest.raises(NotTheLeaderError):
			check_may_confirm(
				frappe._dict(name="x", agent=leader.name, sales_group=group.name, centre=group.centre),
				leader.user,
			)

	def test_a_sheet_not_handed_in_cannot_be_submitted(self, agent, group):
		sheet = a_sheet(agent)
		with as_user(the_leader(group)), pytest.raises((SheetFrozenError, frappe.ValidationError)):
			frappe.get_doc("Call Sheet", sheet.name).submit()

	def test_an_empty_sheet_is_not_handed_in(self, agent):
		with as_user(agent):
			sheet = frappe.get_doc(doctype="Call Sheet", agent=agent.name, date=frappe.utils.today()).insert()
			with pytest.raises(CallSheetError):
				apply_workflow(sheet, "Hand In")

	def test_signatures_cannot_be_forged(self, agent):
		sheet = a_sheet(agent, confirmed_by="Administrator", handed_in_by="Administrator")
		assert not sheet.confirmed_by and not sheet.handed_in_by

	def test_the_stage_cannot_be_typed_to_confirmed(self, agent):
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(agent):
			sheet.stage = "Confirmed"
			with pytest.raises(frappe.ValidationError):
				sheet.save()

	def test_returning_needs_a_reason(self, agent, group):
		sheet = handed_in(a_sheet(agent), agent)
		with as_user(the_leader(group)):
			with pytest.raises(CallSheetError):
				review.return_sheet(sheet.name, " ")
			review.return_sheet(sheet.name, "等级不对")
		sheet.reload()
		assert (sheet.stage, sheet.return_reason) == ("Returned", "等级不对")
		assert handed_in(sheet, agent).stage == "Handed In"

	def test_confirm_all_leaves_the_odd_ones(self, group):
		plain, odd = an_agent(group=group), an_agent(group=group)
		handed_in(a_sheet(plain), plain)
		lead = a_lead(agent=odd)
		handed_in(a_sheet(odd, rows=[a_row(odd, lead=lead) for _ in range(3)]), odd)
		with as_user(the_leader(group)):
			answer = review.confirm_all(frappe.utils.today())
		assert len(answer["confirmed"]) == 1
		assert [o["agent_name"] for o in answer["odd"]] == [odd.staff_name]


@pytest.mark.req("R13")
class TestFrozen:
	@pytest.fixture
	def sheet(self, agent):
		return confirmed(a_sheet(agent, connected=2), agent)

	def test_through_the_form(self, sheet, agent, group):
		for user in (agent, the_leader(group)):
			with as_user(user):
				doc = frappe.get_doc("Call Sheet", sheet.name)
				doc.rows[0].connected = 0
				with pytest.raises((SheetFrozenError, frappe.PermissionError, frappe.ValidationError)):
					doc.save()

	def test_through_the_api(self, sheet, group):
		from frappe.client import delete, set_value

		row = sheet.rows[0].name
		with as_user(the_leader(group)):
			for act in (
				lambda: set_value("Call Sheet", sheet.name, "calls_total", 500),
				lambda: set_value("Call Sheet", sheet.name, "workflow_state", "Draft"),
				lambda: set_value("Call Sheet Row", row, "connected", 0),
				lambda: delete("Call Sheet Row", row),
				lambda: delete("Call Sheet", sheet.name),
			):
				with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
					act()
		assert frappe.db.get_value("Call Sheet Row", row, "connected") == 1

	def test_through_a_child_row(self, sheet, agent):
		row = frappe.get_doc("Call Sheet Row", sheet.rows[0].name)
		row.connected = 0
		for user in ("Administrator", agent):
			with as_user(user):
				for act in (row.save, row.delete):
					with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
						act()

	def test_a_handed_in_sheet_keeps_its_rows_too(self, agent):
		sheet = handed_in(a_sheet(agent, connected=2), agent)
		with as_user(agent):
			sheet.rows[0].remarks = "anders"
			with pytest.raises(SheetFrozenError):
				sheet.save()

	def test_no_call_is_logged_onto_it(self, sheet, agent):
		lead = a_lead(agent=agent)
		with as_user(agent), pytest.raises(SheetFrozenError):
			log_call(lead.name, 1, "late", grade="A")

	def test_a_correction_is_one_step_with_a_reason(self, sheet, group, agent):
		with as_user(agent), pytest.raises(frappe.PermissionError):
			review.correct(sheet.name, "x")
		with as_user(the_leader(group)):
			with pytest.raises(CallSheetError):
				review.correct(sheet.name, "")
			name = review.correct(sheet.name, "少记一通")
			amended = frappe.get_doc("Call Sheet", name)
			amended.rows[0].connected, amended.rows[0].grade = 0, None
			amended.save()
			apply_workflow(amended, "Hand In")
			apply_workflow(amended, "Confirm")
		amended.reload()
		assert (amended.amended_from, amended.customers_connected, amended.docstatus) == (sheet.name, 1, 1)
		assert frappe.db.get_value("Call Sheet", sheet.name, "docstatus") == 2


@pytest.mark.req("R11")
class TestLogging:
	def test_twice_the_same_request_writes_one_row(self, agent):
		lead = a_lead(agent=agent)
		with as_user(agent):
			first = log_call(lead.name, 1, "same", grade="B")
			assert log_call(lead.name, 1, "same", grade="B") == first
		assert frappe.db.count("Call Sheet Row", {"lead": lead.name}) == 1

	def test_is_refused_for_leads_not_held(self, agent):
		lead = a_lead(group=a_group())
		with as_user(agent), pytest.raises(NotAllocatedError):
			log_call(lead.name, 1, "k", grade="B")

	@pytest.mark.req("R8")
	def test_tells_the_lead_its_grade_and_when_it_comes_back(self, agent):
		lead = a_lead(agent=agent)
		with as_user(agent):
			log_call(lead.name, 1, "k1", grade="B", next_step="发资料", next_step_date=frappe.utils.today())
		lead.reload()
		assert (lead.grade, lead.follow_up_no, lead.next_step) == ("B", 1, "发资料")
		assert frappe.utils.date_diff(lead.due_on, frappe.utils.today()) == 30

	@pytest.mark.req("R10")
	def test_a_refusal_holds_for_the_site(self, agent):
		lead = a_lead(agent=agent)
		with as_user(agent):
			log_call(lead.name, 1, "k2", grade="D", do_not_call=1)
			with pytest.raises(DoNotCallError):
				log_call(lead.name, 1, "k3", grade="A")
		assert vault.refused([lead.phone_hash])
		lead.reload()
		assert (lead.do_not_call, lead.status) == (1, "Out")


@pytest.mark.req("R7")
def test_the_list_for_today_is_the_agents_own_most_urgent_first(group, agent):
	from dianjian_app.calls.today import today_list

	an_agent(group=group)
	new = a_lead(agent=agent)
	due = a_lead(
		agent=agent,
		due_on=frappe.utils.today(),
		last_connected_at="2026-01-01 10:00:00",
		last_called_at="2026-01-01 10:00:00",
	)
	promised = a_lead(agent=agent, next_step="带样板间", next_step_date=frappe.utils.today())
	a_lead(agent=an_agent(group=group))
	with as_user(agent):
		names = [lead["name"] for lead in today_list()["leads"]]
	assert names == [promised.name, due.name, new.name]
