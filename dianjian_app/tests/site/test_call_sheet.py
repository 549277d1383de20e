"""The daily call sheet: what it computes, what it refuses (R11, R12)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.calls.errors import CallSheetError, NotTheAgentError, SheetFrozenError
from dianjian_app.calls.rows import CallRowError, DoNotCallError, NotAllocatedError
from dianjian_app.people.place_on_day import NoPlaceError
from dianjian_app.resources.grades import GradeSchemeError, grade_options
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


def written(sheet, **fields):
	"""The sheet's first row with other values, saved."""
	sheet.rows[0].update(fields)
	sheet.save()
	return sheet.rows[0]


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
		sheet = a_sheet(
			agent,
			rows=rows,
			calls_total=99,
			calls_connected=99,
			customers_connected=99,
			intention_count=99,
			counts=[{"kind": "Grade", "key": "A", "calls": 99}],
		)
		assert (sheet.calls_total, sheet.calls_connected, sheet.customers_connected) == (4, 3, 2)
		assert sheet.intention_count == 1
		assert {(c.kind, c.key): c.calls for c in sheet.counts} == {
			# a grade is a customer's, and the first customer was called twice
			("Grade", "A"): 1,
			("Grade", "D"): 1,
			("Product", "高层"): 2,
			("Product", "别墅"): 1,
		}

	def test_follow_the_rows_when_one_goes(self, agent):
		sheet = a_sheet(agent, connected=3)
		with as_user(agent):
			sheet.set("rows", sheet.rows[:2])
			sheet.save()
		assert sheet.customers_connected == 2

	def test_what_follows_from_the_customer_is_filled_in_and_not_believed(self, agent):
		lead = a_lead(agent=agent)
		row = a_row(agent, grade="A", lead=lead)
		forged = {"phone_hash": "f" * 64, "phone_mask": "1", "is_intention": 0, "follow_up_no": 70}
		sheet = a_sheet(
			agent, rows=[{**row, **forged, "customer_name": "别人", "centre": None, "agent": None}]
		)
		with as_user(agent):
			row = written(sheet, **forged)
		assert (row.phone_hash, row.phone_mask) == (lead.phone_hash, lead.phone_mask)
		assert (row.customer_name, row.source) == (lead.customer_name, lead.source)
		assert (row.is_intention, row.follow_up_no) == (1, 1)
		assert (row.centre, row.sales_group, row.agent) == (agent.centre, agent.sales_group, agent.name)
		assert getdate(row.date) == getdate(sheet.date)

	@pytest.mark.req("R4")
	def test_a_late_sheet_belongs_to_the_group_of_its_day(self, agent, group):
		other = a_group(frappe.get_doc("Sales Centre", group.centre))
		agent.memberships[0].to_date = add_days(today(), -1)
		agent.append("memberships", {"sales_group": other.name, "from_date": today()})
		agent.save()
		agent.reload()
		assert a_sheet(agent, rows=[a_row(agent)], day=add_days(today(), -1)).sales_group == group.name
		assert a_sheet(agent).sales_group == other.name


@pytest.mark.req("R8")
class TestFollowUpNumber:
	def test_counts_the_times_a_customer_was_reached(self, agent):
		lead = a_lead(agent=agent)
		calls = [a_row(agent, lead=lead), a_row(agent, lead=lead, connected=False), a_row(agent, lead=lead)]
		a_sheet(agent, day=add_days(today(), -1), rows=calls)
		sheet = a_sheet(agent, rows=[a_row(agent, lead=lead)])
		first = frappe.get_all(
			"Call Sheet Row", {"lead": lead.name}, order_by="date, idx", pluck="follow_up_no"
		)
		assert first == [1, 1, 2, 3]
		with as_user(agent):
			sheet.save()
		assert sheet.rows[0].follow_up_no == 3

	def test_stays_right_on_a_correction(self, agent, group):
		from dianjian_app.calls import review

		sheet = confirmed(a_sheet(agent), agent)
		with as_user(the_leader(group)):
			amended = frappe.get_doc("Call Sheet", review.correct(sheet.name, "等级"))
			amended.save()
			amended.save()
		assert amended.rows[0].follow_up_no == 1
		assert frappe.db.get_value("Call Lead", amended.rows[0].lead, "follow_up_no") == 1


@pytest.mark.req("R11")
class TestRowsAreRefused:
	@pytest.mark.req("R7")
	def test_for_a_customer_of_another_agent(self, group, agent):
		with pytest.raises(NotAllocatedError, match="1"):
			a_sheet(agent, rows=[a_row(an_agent(group=group))])

	@pytest.mark.req("R7")
	def test_for_a_customer_in_the_pool(self, agent):
		row = {**a_row(agent), "lead": a_lead(centre=frappe.get_doc("Sales Centre", agent.centre)).name}
		with pytest.raises(NotAllocatedError):
			a_sheet(agent, rows=[row])

	def test_for_a_customer_of_another_centre(self, agent):
		lead = a_lead(agent=agent)
		frappe.db.set_value("Call Lead", lead.name, "centre", a_centre().name)
		with pytest.raises(NotAllocatedError):
			a_sheet(agent, rows=[a_row(agent, lead=lead)])

	def test_without_a_customer(self, agent):
		with pytest.raises(NotAllocatedError):
			a_sheet(agent, rows=[{**a_row(agent), "lead": None, "customer_name": "某人"}])

	@pytest.mark.req("R10")
	def test_for_a_customer_who_refuses_calls(self, agent):
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
			{"called_at": "yesterday"},
			{"next_step_date": "2020-01-01"},
			{"next_step_date": "soon"},
			{"product_need": "城堡"},
		],
	)
	def test_that_cannot_be(self, agent, fields):
		with pytest.raises(CallRowError, match="1"):
			a_sheet(agent, rows=[{**a_row(agent), **fields}])
		assert not frappe.db.exists("Call Sheet", {"agent": agent.name})

	def test_when_the_call_lies_ahead(self, agent):
		later = frappe.utils.add_to_date(frappe.utils.now_datetime(), minutes=10)
		if getdate(later) != getdate(today()):
			pytest.skip("ten minutes to midnight")
		with pytest.raises(CallRowError):
			a_sheet(agent, rows=[a_row(agent, called_at=later)])

	def test_but_a_customer_called_before_may_have_moved_on(self, group, agent):
		sheet, other = a_sheet(agent), an_agent(group=group)
		theirs = a_lead(agent=other)
		frappe.db.set_value("Call Lead", sheet.rows[0].lead, "agent", other.name)
		with as_user(agent):
			assert written(sheet, remarks="补记").remarks == "补记"
			sheet.rows[0].lead = theirs.name
			with pytest.raises(NotAllocatedError):
				sheet.save()

	@pytest.mark.req("R47")
	def test_numbers_typed_into_remarks_are_masked(self, agent):
		row = a_row(agent, remarks="另一个号码 13812345678,晚上打", said="3号楼 120 平米")
		row = a_sheet(agent, rows=[row]).rows[0]
		assert "13812345678" not in row.remarks and row.remarks.endswith("晚上打")
		assert row.said == "3号楼 120 平米"


@pytest.mark.req("R11")
class TestSheetsAreRefused:
	def test_of_a_day_to_come(self, agent):
		with pytest.raises(CallSheetError):
			a_sheet(agent, rows=[a_row(agent)], day=add_days(today(), 1))

	def test_of_a_day_without_a_group(self, group):
		agent = an_agent(group=group, joined=today())
		with pytest.raises(NoPlaceError):
			a_sheet(agent, rows=[a_row(agent)], day=add_days(today(), -1))

	def test_of_somebody_who_is_no_agent(self, group):
		consultant = a_staff(roles.CONSULTANT, group=group)
		with pytest.raises(CallSheetError):
			frappe.get_doc(doctype="Call Sheet", agent=consultant.name, date=today()).insert()

	def test_twice_a_day(self, agent):
		a_sheet(agent)
		with pytest.raises(frappe.DuplicateEntryError):
			a_sheet(agent)

	def test_twice_a_day_by_the_database_itself(self, agent):
		sheet = a_sheet(agent)
		copy = frappe.get_doc(doctype="Call Sheet", name="CS-COPY", live_key=sheet.live_key)
		with pytest.raises(frappe.UniqueValidationError):
			copy.db_insert()

	def test_when_agent_or_day_change(self, agent, group):
		sheet = a_sheet(agent)
		for change in ({"agent": an_agent(group=group).name}, {"date": add_days(today(), -1)}):
			doc = frappe.get_doc("Call Sheet", sheet.name).update(change)
			with pytest.raises(CallSheetError):
				doc.save()

	@pytest.mark.req("R47")
	def test_for_somebody_else(self, group, agent):
		other = an_agent(group=group)
		row = a_row(other)
		for user in (agent, the_leader(group)):
			with as_user(user), pytest.raises(frappe.PermissionError):
				frappe.get_doc(doctype="Call Sheet", agent=other.name, date=today(), rows=[row]).insert()

	@pytest.mark.req("R47")
	def test_when_a_leader_writes_on_an_agents_sheet(self, group, agent):
		sheet = a_sheet(agent)
		with as_user(the_leader(group)), pytest.raises(NotTheAgentError):
			written(frappe.get_doc("Call Sheet", sheet.name), remarks="改了")

	def test_as_a_correction_that_corrects_nothing(self, agent, group):
		"""Naming a cancelled sheet would let an agent write customers they do not hold."""
		mine = a_sheet(agent, day=add_days(today(), -1))
		for user in (agent, the_leader(group)):
			with as_user(user), pytest.raises((frappe.PermissionError, CallSheetError)):
				frappe.get_doc(
					doctype="Call Sheet",
					agent=agent.name,
					date=today(),
					amended_from=mine.name,
					amendment_reason="因为",
				).insert()
		sheet = a_sheet(agent)
		sheet.amended_from = mine.name
		sheet.save()
		assert not sheet.amended_from

	def test_when_they_are_deleted(self, agent):
		sheet = a_sheet(agent)
		with pytest.raises(SheetFrozenError):
			sheet.delete()


@pytest.mark.req("R12")
class TestGrades:
	def test_are_those_of_the_centres_scheme(self, agent):
		with as_user(agent):
			assert [g["value"] for g in grade_options(agent.centre)] == ["A", "B", "C", "D"]

	def test_of_another_centre_are_not_shown(self, agent):
		elsewhere = a_centre()
		with as_user(agent), pytest.raises(frappe.PermissionError):
			grade_options(elsewhere.name)

	def test_an_administrators_own_scheme_decides(self):
		scheme = frappe.get_doc(
			doctype="Grade Scheme",
			scheme_name="星级",
			grades=[
				{"grade": "五星", "grade_label": "必来", "is_intention": 1, "recycle_days": 7},
				{"grade": "零星", "grade_label": "无", "is_invalid": 1, "recycle_days": 0},
			],
		).insert()
		agent = an_agent(group=a_group(a_centre(grade_scheme=scheme.name)))
		with pytest.raises(CallRowError):
			a_sheet(agent, rows=[a_row(agent, grade="A")])
		sheet = a_sheet(agent, rows=[a_row(agent, grade="五星"), a_row(agent, grade="零星")])
		assert sheet.intention_count == 1
		due, out = (frappe.get_doc("Call Lead", r.lead) for r in sheet.rows)
		assert frappe.utils.date_diff(due.due_on, today()) == 7
		assert (out.status, out.due_on) == ("Out", None)

	@pytest.mark.parametrize(
		"grades",
		[
			[{"grade": "A"}, {"grade": " A"}],
			[{"grade": "A", "is_intention": 1, "is_invalid": 1}],
			[{"grade": "D", "is_invalid": 1, "recycle_days": 30}],
			[{"grade": "D", "means_do_not_call": 1, "accepts_sms": 1}],
		],
	)
	def test_a_scheme_that_contradicts_itself_is_refused(self, grades):
		rows = [{"grade_label": "x", **g} for g in grades]
		with pytest.raises(GradeSchemeError):
			frappe.get_doc(doctype="Grade Scheme", scheme_name="坏", grades=rows).insert()

	def test_the_d_of_evergrande_means_do_not_call(self):
		agent = an_agent(group=a_group(a_centre(grade_scheme="恒大 call 客")))
		lead = a_lead(agent=agent)
		assert a_sheet(agent, rows=[a_row(agent, lead=lead, grade="D")]).rows[0].do_not_call
		assert vault.refused([lead.phone_hash])
