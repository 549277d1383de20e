"""The call sheet's form goes out, is filled in offline, and comes back (R11, R15)."""

import io

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.calls.errors import SheetFrozenError
from dianjian_app.resources.numbers.reveal import BulkLimitError, RevealNotAllowedError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.workbooks import call_form_downloads
from dianjian_app.workbooks.call_form_upload import AlteredFormError, BadCellsError, FormError, save_form


@made_once
def group():
	return a_group()


@made_once
def agent(group):
	return an_agent(group=group)


def downloaded(person, download=call_form_downloads.download_today, **options) -> bytes:
	with as_user(person):
		download(**options)
	return frappe.local.response.filecontent


def filled_in(content: bytes, cells: dict, sheet: int = 0) -> bytes:
	"""The workbook with other values in cells, as an agent saves it."""
	workbook = openpyxl.load_workbook(io.BytesIO(content))
	for cell, value in cells.items():
		workbook.worksheets[sheet][cell] = value
	stream = io.BytesIO()
	workbook.save(stream)
	return stream.getvalue()


def back(agent, content: bytes) -> dict:
	with as_user(agent):
		return save_form(content, "form.xlsx")


def sheets_of(agent):
	return frappe.get_all("Call Sheet", filters={"agent": agent.name}, pluck="name")


def line_of(content: bytes, lead) -> int:
	sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
	return next(r for r in range(4, sheet.max_row + 1) if sheet.cell(r, 17).value == lead.name)


@pytest.mark.req("R15")
class TestAFormThatComesBack:
	def test_becomes_the_sheet_of_the_day(self, agent):
		lead = a_lead(agent=agent)
		a_lead(agent=agent)
		form = downloaded(agent)
		line = line_of(form, lead)
		done = back(
			agent,
			filled_in(
				form, {f"E{line}": "√", f"F{line}": "A", f"H{line}": "周六来看房", f"I{line}": "00:00"}
			),
		)
		sheet = frappe.get_doc("Call Sheet", done["sheet"])
		assert (done["added"], sheet.agent, str(sheet.date)) == (1, agent.name, today())
		[row] = sheet.rows
		assert (row.lead, row.connected, row.grade, row.remarks) == (lead.name, 1, "A", "周六来看房")
		assert (sheet.calls_total, sheet.intention_count) == (1, 1)

	def test_twice_changes_nothing_and_a_correction_changes_its_row(self, agent):
		lead = a_lead(agent=agent)
		form = filled_in(downloaded(agent), {"E4": "√", "F4": "A"})
		done = back(agent, form)
		modified = frappe.db.get_value("Call Sheet", done["sheet"], "modified")
		again = back(agent, form)
		assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)
		assert frappe.db.get_value("Call Sheet", done["sheet"], "modified") == modified
		corrected = back(agent, filled_in(form, {"F4": "B"}))
		assert (corrected["added"], corrected["changed"]) == (0, 1)
		rows = frappe.get_all("Call Sheet Row", filters={"lead": lead.name}, pluck="grade")
		assert rows == ["B"]

	def test_keeps_what_was_logged_in_the_desk_and_the_filled_form_comes_back_equal(self, agent):
		sheet = a_sheet(
			agent, rows=[a_row(agent, grade="A", remarks="=1+1", next_step="送资料", next_step_date=today())]
		)
		before = frappe.get_doc("Call Sheet", sheet.name).as_dict()["rows"]
		done = back(agent, downloaded(agent, call_form_downloads.download_sheets, sheets=[sheet.name]))
		assert (done["added"], done["changed"], done["removed"], done["unchanged"]) == (0, 0, 0, 1)
		more = a_lead(agent=agent)
		form = downloaded(agent)
		line = line_of(form, more)
		back(agent, filled_in(form, {f"E{line}": "×"}))
		after = frappe.get_doc("Call Sheet", sheet.name).rows
		assert after[0].name == before[0]["name"]
		assert [r.connected for r in after] == [1, 0]

	def test_knows_a_customer_by_the_number_that_was_typed(self, agent):
		lead = a_lead(agent=agent, phone="+8613812340001")
		form = filled_in(downloaded(agent, blank=1), {"C4": "138 1234 0001", "E4": "√", "F4": "C"})
		back(agent, form)
		assert frappe.get_all("Call Sheet Row", filters={"lead": lead.name}, pluck="grade") == ["C"]


@pytest.mark.req("R15")
class TestRefused:
	@pytest.mark.parametrize(
		("cells", "cell"),
		[
			({"E4": "√", "F4": "Z"}, "F4"),
			({"E4": "√"}, "F4"),
			({"E5": "√", "F5": "A"}, "C5"),
			({"C5": "13900009999", "E5": "√", "F5": "A"}, "C5"),
			({"E4": "√", "F4": "A", "I4": "23:59"}, "I4"),
			({"E4": "√", "F4": "A", "N4": "2020-01-01"}, "N4"),
			({"E4": "√", "F4": "A", "Q4": "CL-0000-999999"}, "B4"),
		],
	)
	def test_bad_cells_are_named_and_nothing_is_taken_over(self, agent, cells, cell, time_machine):
		time_machine.move_to(f"{today()}T10:00:00+08:00", tick=False)
		a_lead(agent=agent)
		with pytest.raises(BadCellsError, match=f"<b>{cell}</b>"):
			back(agent, filled_in(downloaded(agent), cells))
		assert not frappe.get_all("Call Sheet Row", filters={"agent": agent.name})

	def test_a_customer_of_somebody_else_is_refused(self, agent, group):
		mine, theirs = a_lead(agent=agent), a_lead(agent=an_agent(group=group))
		form = filled_in(downloaded(agent), {"E4": "√", "F4": "A", "Q4": theirs.name})
		assert line_of(form, theirs) == 4 and mine
		with pytest.raises(BadCellsError, match="<b>B4</b>"):
			back(agent, form)

	def test_another_agents_form(self, agent, group):
		colleague = an_agent(group=group)
		a_lead(agent=colleague)
		form = downloaded(colleague)
		with pytest.raises(AlteredFormError, match=colleague.staff_name):
			back(agent, form)
		assert sheets_of(agent) == []

	def test_yesterdays_form(self, agent, time_machine):
		a_lead(agent=agent)
		form = filled_in(downloaded(agent), {"E4": "√", "F4": "A"})
		time_machine.move_to(f"{add_days(today(), 1)}T10:00:00+08:00", tick=False)
		with pytest.raises(AlteredFormError):
			back(agent, form)
		assert sheets_of(agent) == []

	def test_moved_columns(self, agent):
		a_lead(agent=agent)
		workbook = openpyxl.load_workbook(io.BytesIO(downloaded(agent)))
		workbook.worksheets[0].delete_cols(6)
		stream = io.BytesIO()
		workbook.save(stream)
		with pytest.raises(AlteredFormError, match="F3"):
			back(agent, stream.getvalue())

	def test_a_sheet_that_was_handed_in(self, agent):
		a_lead(agent=agent)
		form = filled_in(downloaded(agent), {"E4": "√", "F4": "A"})
		back(agent, form)
		handed_in(frappe.get_doc("Call Sheet", sheets_of(agent)[0]), agent)
		with pytest.raises(SheetFrozenError):
			back(agent, filled_in(form, {"F4": "B"}))

	@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
	def test_what_is_no_workbook(self, agent, content):
		with pytest.raises(FormError):
			back(agent, content)

	def test_a_workbook_that_is_no_form_and_a_person_who_calls_nobody(self, agent, group):
		stream = io.BytesIO()
		workbook = openpyxl.Workbook()
		workbook.active["A1"] = "客户"
		workbook.save(stream)
		with pytest.raises(AlteredFormError):
			back(agent, stream.getvalue())
		with pytest.raises(frappe.PermissionError):
			back(the_leader(group), stream.getvalue())


@pytest.mark.req("R47")
class TestWhoGetsAForm:
	def test_the_leader_gets_the_groups_in_one_file_and_others_do_not(self, agent, group):
		second = an_agent(group=group)
		form = downloaded(the_leader(group), sales_group=group.name)
		names = openpyxl.load_workbook(io.BytesIO(form)).sheetnames
		assert [n for n in names if n.startswith((agent.staff_name, second.staff_name))] == names[:2]
		other = the_leader(a_group())
		for options in ({"sales_group": group.name}, {"agent": agent.name}):
			with pytest.raises(frappe.PermissionError):
				downloaded(other, **options)
		with pytest.raises(frappe.PermissionError):
			downloaded(second, agent=agent.name)

	def test_numbers_are_masked_unless_asked_for_and_then_logged_and_limited(self, agent, group):
		a_lead(agent=agent, phone="+8613812340002")
		masked = openpyxl.load_workbook(io.BytesIO(downloaded(agent))).worksheets[0]
		assert masked["C4"].value == "138****0002"
		shown = openpyxl.load_workbook(io.BytesIO(downloaded(agent, numbers=1))).worksheets[0]
		assert shown["C4"].value == "+8613812340002"
		[log] = frappe.get_all(
			"Phone Reveal Log",
			filters={"kind": "Bulk Reveal", "staff": agent.name},
			fields=["row_count", "sales_group"],
		)
		assert (log.row_count, log.sales_group) == (1, group.name)
		frappe.db.set_single_value("Telesales Settings", "bulk_reveal_limit_per_day", 1)
		with pytest.raises(BulkLimitError):
			downloaded(agent, numbers=1)
		assistant = a_staff(roles.ASSISTANT, group=group)
		group.reload()
		group.update({"assistant": assistant.name}).save()
		with pytest.raises(RevealNotAllowedError):
			downloaded(
				assistant,
				call_form_downloads.download_sheets,
				sheets=[a_sheet(agent).name],
				numbers=1,
			)

	def test_a_sheet_that_one_may_not_see_is_not_downloaded(self, agent):
		sheet = a_sheet(agent)
		with pytest.raises(frappe.PermissionError):
			downloaded(an_agent(), call_form_downloads.download_sheets, sheets=[sheet.name])
