"""Every way in which Frappe writes an export keeps right, log, limit and formula guard, and its file is one person's (R6, R47)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import frappe
import openpyxl
import pytest
from frappe.desk import query_report
from frappe.utils import add_to_date, now_datetime, today

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.mailing import background_export, report_mail
from dianjian_app.overrides.file import EXPORTS
from dianjian_app.people.period import Period
from dianjian_app.reporting.filters import ReportFilterError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.asking import ask, downloads, refused
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_gate_limits import limit, log

pytestmark = pytest.mark.req("R47")
LIST = "frappe.desk.reportview.export_query"
REPORT = "frappe.desk.query_report.export_query"
RUNS = "=1+1"
MAKER = "dianjian_app.mailing.background_export.make_report"


@made_once
def leader():
	"""A leader whose group has a customer with a name that a spreadsheet would run."""
	group = a_group(a_centre())
	a_lead(agent=an_agent(group), customer_name=RUNS, next_step_date="2026-09-02", grade="A")
	return the_leader(group)


@made_once
def stranger():
	"""An agent of another centre, who may open the same reports."""
	return an_agent(a_group(a_centre()))


def of_a_list(kind="CSV"):
	return {
		"doctype": "Call Lead",
		"fields": ["name", "customer_name"],
		"file_format_type": kind,
		"title": "x",
	}


def of_a_report(kind="CSV"):
	filters = {"until": "2026-09-30"}
	return {"report_name": "Due Follow-ups", "filters": filters, "file_format_type": kind, "visible_idx": [0]}


def ask_later(person, method, form):
	"""Ask for a file in the background and let the job run. Gives the answer and the files that are there now."""
	answer = ask(person.user, method, **form, export_in_background=1)
	assert not answer.get("filecontent") and not answer.get("result")
	if answer.get("type") != "page":
		maker = "reportview" if method == LIST else "query_report"
		encoded = {k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in form.items()}
		maker = f"dianjian_app.overrides.{maker}.make_file"
		background_export.write(maker, "x", person.user, {"form": encoded})
	return answer, frappe.get_all("File", {"folder": EXPORTS, "owner": person.user}, pluck="name")


def texts_of(file) -> set[str]:
	content = Path(file.get_full_path()).read_bytes()
	if content.startswith(b"PK"):
		cells = [c for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet for c in row]
		assert not [c.coordinate for c in cells if c.data_type == "f"]
		return {str(c.value) for c in cells}
	return {cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row}


@pytest.mark.req("R6")
@pytest.mark.parametrize("kind", ["CSV", "Excel"])
@pytest.mark.parametrize(("method", "form"), [(LIST, of_a_list), (REPORT, of_a_report)])
def test_my_export_in_the_background_is_mine_alone_and_runs_no_formula(leader, stranger, method, form, kind):
	_answer, names = ask_later(leader, method, form(kind))
	(file,) = [frappe.get_doc("File", name) for name in names]
	(line,) = log(leader.user, kind="Export")
	assert line.row_count == 1 and not line.refused
	assert RUNS not in texts_of(file) or kind == "Excel"
	assert {f"'{RUNS}", RUNS} & texts_of(file)
	assert file.is_private and not file.attached_to_name and len(file.file_name.split("-")[0]) == 24
	assert downloads(leader, file) and not downloads(stranger, file)
	colleague = the_leader(a_group(frappe.get_doc("Sales Centre", leader.centre)))
	assert not downloads(colleague, file)
	with as_user(stranger):
		assert not frappe.get_list("File", {"name": file.name})
	notice = frappe.get_last_doc("Notification Log", {"for_user": leader.user})
	assert notice.document_name == file.name and file.file_url in notice.email_content


def test_past_the_limit_of_a_day_nothing_is_written_later_either(leader):
	limit(export_limit_per_day=0)
	for method, form in ((LIST, of_a_list()), (REPORT, of_a_report())):
		answer, names = ask_later(leader, method, form)
		assert answer["http_status_code"] == 403 and not names
	assert [line.refused for line in log(leader.user, kind="Export")] == [1, 1]


def test_who_may_not_export_may_not_do_it_later_either(leader):
	agent = an_agent(frappe.get_doc("Sales Group", leader.sales_group))
	assert refused(agent.user, LIST, **of_a_list(), export_in_background=1)
	assert refused(agent.user, REPORT, **of_a_report(), export_in_background=1)


def test_what_frappe_itself_writes_in_the_background_is_its_askers_alone(leader, stranger):
	"""As frappe.desk.utils.send_report_email of 15.101 writes it: attached to a report that both may open."""
	background_export._make_folder()
	with as_user(leader):
		file = frappe.get_doc(
			doctype="File",
			file_name="Due Follow-ups.csv",
			attached_to_doctype="Report",
			attached_to_name="Due Follow-ups",
			folder=EXPORTS,
			is_private=1,
			content=b"a,b",
		).insert(ignore_permissions=True)
	assert downloads(leader, file) and not downloads(stranger, file)
	file.is_private = 0
	file.save()
	assert frappe.db.get_value("File", file.name, "is_private") == 1


def test_the_file_is_gone_after_two_days(leader):
	_answer, (name,) = ask_later(leader, LIST, of_a_list())
	path = Path(frappe.get_doc("File", name).get_full_path())
	background_export.delete_old_files()
	assert path.exists()
	old = add_to_date(now_datetime(), hours=-background_export.KEPT_HOURS - 1)
	frappe.db.set_value("File", name, "creation", old, update_modified=False)
	background_export.delete_old_files()
	assert not path.exists() and frappe.db.exists("File", EXPORTS)


def test_a_report_that_once_was_slow_still_runs_as_its_reader(leader):
	frappe.db.set_value("Report", "Due Follow-ups", "prepared_report", 1)
	frappe.clear_document_cache("Report", "Due Follow-ups")
	with as_user(leader):
		answer = query_report.run("Due Follow-ups", {"until": "2026-09-30"})
	assert len(answer["result"]) == 1 and not answer.get("prepared_report")


def test_what_was_prepared_for_one_reader_is_shown_to_nobody_else(leader, stranger):
	wanted = {"doctype": "Prepared Report", "report_name": "Due Follow-ups", "filters": "{}"}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(wanted).insert()
	left = frappe.get_doc({**wanted, "status": "Completed"})
	left.name = "left-by-an-earlier-version"
	left.db_insert()
	frappe.db.set_value("Prepared Report", left.name, "owner", leader.user)
	for person in (leader, stranger):
		frappe.get_doc("User", person.user).add_roles("Prepared Report User")
	with as_user(leader):
		assert frappe.get_doc("Prepared Report", left.name).has_permission("read")
		assert frappe.get_list("Prepared Report", pluck="name") == [left.name]
	with as_user(stranger):
		prepared = frappe.get_doc("Prepared Report", left.name)
		assert not prepared.has_permission("read")
		assert not frappe.get_list("Prepared Report", pluck="name")
		with pytest.raises(frappe.PermissionError):
			prepared.get_prepared_data()


def test_many_prints_at_once_are_an_export(leader):
	agent = an_agent(frappe.get_doc("Sales Group", leader.sales_group))
	sheets = [confirmed(a_sheet(agent, connected=1, date=today()), agent).name]
	form = {"doctype": "Call Sheet", "name": sheets}
	limit(export_limit_per_day=0)
	answer = ask(leader.user, "frappe.utils.print_format.download_multi_pdf", **form)
	assert answer["http_status_code"] == 403 and not answer.get("filecontent")
	limit(export_limit_per_day=10)
	answer = ask(leader.user, "frappe.utils.print_format.download_multi_pdf", **form)
	assert answer["filecontent"].startswith(b"%PDF")
	assert [(line.reference_name, line.refused) for line in log(leader.user, kind="Export")] == [
		("Call Sheet", 1),
		("Call Sheet", 0),
	]
	method = "frappe.utils.print_format.download_multi_pdf"
	assert refused(an_agent(a_group(a_centre())).user, method, **form)


def test_a_report_that_people_built_themselves_is_mailed_as_each_reader(leader, stranger):
	built = frappe.get_doc(
		doctype="Report",
		report_name="我的客户",
		ref_doctype="Call Lead",
		report_type="Report Builder",
		is_standard="No",
		json=json.dumps({"fields": [["name", "Call Lead"], ["customer_name", "Call Lead"]], "filters": []}),
	).insert()
	wanted = frappe.get_doc(
		doctype="Auto Email Report",
		report=built.name,
		report_type="Report Builder",
		user="Administrator",
		email_to=frappe.db.get_value("User", leader.user, "email"),
		frequency="Daily",
		format="CSV",
	).insert()
	assert wanted.format == "XLSX"
	assert [r["customer_name"] for r in report_mail.run_for(leader.user, wanted, {}).rows] == [RUNS]
	assert report_mail.run_for(stranger.user, wanted, {}).rows == []
	limit(export_limit_per_day=0)
	with as_user(leader), pytest.raises(frappe.PermissionError):
		wanted.get_report_content()


LEDGER = "Daily Sales Call Ledger"
LATER = "dianjian_app.mailing.background_export.report_later"
THREE_YEARS = {"from_date": "2024-01-01", "to_date": "2026-12-31", "summed_by": "Agent"}


@pytest.mark.req("R44")
def test_three_years_of_the_ledger_are_refused_in_words_and_made_in_the_background(leader, stranger):
	agent = an_agent(frappe.get_doc("Sales Group", leader.sales_group))
	build.rebuild(agent.centre, Period.day(frappe.utils.getdate()))
	with as_user(leader), pytest.raises(ReportFilterError, match="1096 days; at most 800"):
		query_report.run(LEDGER, THREE_YEARS)
	ask(leader.user, LATER, report=LEDGER, filters=THREE_YEARS)
	asked = {"report": LEDGER, "filters": THREE_YEARS}
	background_export.write(MAKER, LEDGER, leader.user, asked)
	(file,) = frappe.get_all("File", {"folder": EXPORTS, "owner": leader.user}, pluck="name")
	file = frappe.get_doc("File", file)
	assert agent.staff_name in texts_of(file) and not downloads(stranger, file)
	(line,) = log(leader.user, kind="Export")
	assert line.reference_name == LEDGER and line.row_count
	with as_user(leader), pytest.raises(ReportFilterError):
		query_report.run(LEDGER, THREE_YEARS)  # the job's leave ends with the job


@pytest.mark.req("R44")
def test_a_background_report_that_cannot_be_made_says_why(leader):
	limit(export_limit_per_day=0)
	an_agent(frappe.get_doc("Sales Group", leader.sales_group))
	build.rebuild(leader.centre, Period.day(frappe.utils.getdate()))
	for filters, reason in ((THREE_YEARS, "0"), ({**THREE_YEARS, "from_date": "2027-01-01"}, "2026")):
		background_export.write(MAKER, LEDGER, leader.user, {"report": LEDGER, "filters": filters})
		notice = frappe.get_last_doc("Notification Log", {"for_user": leader.user, "type": "Alert"})
		assert notice.email_content and not notice.document_name, reason
	assert not frappe.get_all("File", {"folder": EXPORTS, "owner": leader.user})
	consultant = a_staff(roles.CONSULTANT, group=frappe.get_doc("Sales Group", leader.sales_group))
	assert refused(consultant.user, LATER, report=LEDGER, filters=THREE_YEARS)
