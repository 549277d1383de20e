"""The register, the ledger and the statistics table in Excel as on paper (R16, R44, R46)."""

import io

import frappe
import openpyxl
import pytest
from frappe.utils import formatdate, today

from dianjian_app.reporting.filters import ReportFilterError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent, the_leader
from dianjian_app.tests.builders.visits import a_register
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_gate_limits import limit, log
from dianjian_app.workbooks import ledger_workbooks, register_workbooks, report_workbook
from dianjian_app.workbooks.download import FormError


def book(person, download, **options):
	with as_user(person):
		download(**options)
	return openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent))


def values(sheet, row):
	return [cell.value for cell in sheet[row]]


@pytest.mark.req("R16")
def test_a_register_comes_in_duplicate_with_masked_numbers_and_only_for_its_readers():
	agent = an_agent()
	register = a_register(agent)
	found = book(agent, register_workbooks.download_registers, registers=[register.name])
	copies = [s for s in found.worksheets if s.sheet_state == "visible"]
	assert len(copies) == 2
	row = register.rows[0]
	for sheet in copies:
		assert values(sheet, 4)[:3] == [1, row.customer_name, row.phone_mask]
		assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
		assert sheet.print_area
	with pytest.raises(frappe.PermissionError):
		book(an_agent(), register_workbooks.download_registers, registers=[register.name])
	with pytest.raises(FormError):
		book(agent, register_workbooks.download_registers, registers=[])
	assert book(agent, register_workbooks.download_blank).worksheets[0].max_row > 30


@pytest.mark.req("R44", "R46")
class TestLedgerAndStatistics:
	@made_once
	def centre(self):
		return a_centre()

	@made_once
	def groups(self, centre):
		return a_group(centre), a_group(centre)

	@made_once
	def agents(self, groups):
		made = [an_agent(group=g) for g in groups]
		for agent, connected in zip(made, (3, 2), strict=True):
			rows = [a_row(agent, grade="A") for _ in range(connected)] + [a_row(agent, connected=False)]
			confirmed(a_sheet(agent, rows=rows), agent)
		return made

	def test_the_ledger_has_a_sheet_a_group_and_sums_that_excel_computes(self, centre, groups, agents):
		found = book(
			"Administrator",
			ledger_workbooks.download_ledger,
			centre=centre.name,
			from_date=today(),
			to_date=today(),
		)
		assert found.sheetnames == [g.group_name for g in groups]
		sheet = found.worksheets[0]
		line, total = values(sheet, 4), values(sheet, 5)
		at = 3  # after date, agent and state
		calls = at + 1
		assert (line[1], line[calls], line[calls + 1]) == (agents[0].staff_name, 4, 3)
		assert total[calls].startswith("=SUM(")
		assert sheet.freeze_panes == "C4"

	def test_the_statistics_are_the_ledgers_sums(self, centre, agents):
		found = book(
			"Administrator", ledger_workbooks.download_statistics, centre=centre.name, month=today()[:7]
		)
		rows = [values(found.worksheets[0], r) for r in (4, 5)]
		assert [(r[1], r[3], r[4]) for r in rows] == [
			(agents[0].staff_name, 4, 3),
			(agents[1].staff_name, 3, 2),
		]
		assert rows[0][-3] == pytest.approx(3 / 4)

	def test_a_reader_gets_their_own_rows(self, centre, groups, agents):
		mine = book(
			the_leader(groups[0]), ledger_workbooks.download_statistics, centre=centre.name, month=today()[:7]
		)
		assert [values(mine.worksheets[0], r)[1] for r in (4, 5)] == [agents[0].staff_name, None]
		own = book(
			agents[1],
			ledger_workbooks.download_ledger,
			centre=centre.name,
			from_date=today(),
			to_date=today(),
		)
		assert own.sheetnames == [groups[1].group_name]

	def test_one_agent_alone_or_lines_to_write_on(self, centre, agents):
		period = {"centre": centre.name, "from_date": today(), "to_date": today()}
		month = {"centre": centre.name, "month": today()[:7]}
		for download, where in (
			(ledger_workbooks.download_ledger, period),
			(ledger_workbooks.download_statistics, month),
		):
			[sheet] = book("Administrator", download, agent=agents[1].name, **where).worksheets
			assert [values(sheet, r)[1] for r in (4, 5)] == [agents[1].staff_name, None]
			[sheet] = book("Administrator", download, blank=1, **where).worksheets
			assert sheet.max_row > 30 and sheet.freeze_panes == "C4" and sheet.print_area
			assert {value for r in range(4, 35) for value in values(sheet, r)} == {None}
			assert not [c for c in values(sheet, 35) if str(c).startswith("=")]

	@pytest.mark.req("R47")
	def test_nothing_is_headed_with_a_place_that_its_reader_does_not_see(self, centre, groups, agents):
		elsewhere = an_agent()
		day = {"from_date": today(), "to_date": today()}
		foreign = (
			{"centre": elsewhere.centre},
			{"centre": centre.name, "sales_group": elsewhere.sales_group},
			{"centre": centre.name, "agent": elsewhere.name},
			{"centre": "没有的案场"},
		)
		for place in foreign:
			for blank in (0, 1):
				with pytest.raises(frappe.PermissionError):
					book(agents[0], ledger_workbooks.download_ledger, **place, **day, blank=blank)
				with pytest.raises(frappe.PermissionError):
					book(
						agents[0],
						ledger_workbooks.download_statistics,
						**place,
						month=today()[:7],
						blank=blank,
					)
			report = {"report": "Daily Sales Call Ledger", "filters": {**place, **day}}
			with pytest.raises(frappe.PermissionError):
				book(agents[0], report_workbook.download, **report)

	@pytest.mark.parametrize(
		("wrong", "error"),
		[
			({"from_date": "2026-09-02", "to_date": "2026-09-01"}, ReportFilterError),
			({"from_date": "", "to_date": "2026-09-01"}, ReportFilterError),
			({"from_date": "2026-01-01", "to_date": "2026-12-31"}, FormError),
		],
	)
	def test_a_period_that_cannot_be_is_refused(self, centre, wrong, error):
		with pytest.raises(error):
			ledger_workbooks.download_ledger(centre=centre.name, **wrong)

	@pytest.mark.req("R46")
	def test_the_day_it_was_made_on_is_the_sites(self, centre, time_machine):
		time_machine.move_to("2026-09-02T20:30:00+00:00")  # on the site's clock it is the 3rd, 4:30
		download = ledger_workbooks.download_statistics
		sheet = book("Administrator", download, centre=centre.name, month="2026-08", blank=1).worksheets[0]
		assert any(formatdate("2026-09-03") in str(value) for value in values(sheet, 2)), values(sheet, 2)

	@pytest.mark.req("R47")
	def test_the_lines_of_a_workbook_are_logged_and_limited(self, centre, groups, agents):
		leader = the_leader(groups[0])
		place = {"centre": centre.name, "from_date": today(), "to_date": today()}
		book(leader, ledger_workbooks.download_ledger, **place)
		limit(export_limit_per_day=0)
		with as_user(leader):
			frappe.local.response = frappe._dict(docs=[])
			ledger_workbooks.download_ledger(**place)
			assert frappe.local.response.http_status_code == 403
			assert not frappe.local.response.get("filecontent")
		assert [(line.reference_name, line.row_count, line.refused) for line in log(leader.user)] == [
			("Daily Sales Call Ledger", 1, 0),
			("Daily Sales Call Ledger", 1, 1),
		]

	def test_a_month_that_is_none_is_refused(self, centre):
		with pytest.raises(ReportFilterError):
			ledger_workbooks.download_statistics(centre=centre.name, month="2026-13")
