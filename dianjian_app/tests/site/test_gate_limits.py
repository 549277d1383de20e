"""Past a limit of the gate: refused, logged, and the leader hears of it once (R47)."""

import csv
import io

import frappe
import openpyxl
import pytest

from dianjian_app import roles
from dianjian_app.resources.numbers import export_log, finding
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.asking import ask, refused
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")
LIST = "frappe.desk.reportview.export_query"
REPORT = "frappe.desk.query_report.export_query"
FIND = "dianjian_app.resources.numbers.finding.find_by_number"


def limit(**settings):
	for name, value in settings.items():
		frappe.db.set_single_value("Telesales Settings", name, value)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")


def log(user, **filters):
	return frappe.get_all(
		"Phone Reveal Log", {"user": user, **filters}, ["*"], order_by="creation, name", limit_page_length=0
	)


def told(user, about):
	return frappe.get_all("Notification Log", {"for_user": user, "from_user": about.user}, pluck="subject")


@made_once
def group():
	return a_group(a_centre())


@made_once
def agent(group):
	return an_agent(group)


@made_once
def leader(group):
	return the_leader(group)


def test_who_reveals_past_the_limit_is_reported_to_the_leader_once(agent, leader):
	leads = [a_lead(agent=agent) for _ in range(2)]
	limit(reveal_limit_per_hour=2)
	method = "dianjian_app.resources.numbers.reveal.reveal_number"
	shown = [ask(agent.user, method, doctype="Call Lead", name=leads[i % 2].name)["number"] for i in range(5)]
	assert [bool(n) for n in shown] == [True, True, False, False, False]
	assert [line.refused for line in log(agent.user, kind="Reveal")] == [0, 0, 1, 1, 1]
	(subject,) = told(leader.user, agent)
	assert frappe.utils.get_fullname(agent.user) in subject and "2" in subject


def test_a_leader_is_reported_to_the_manager_and_a_manager_to_the_administrators(group, leader):
	centre = frappe.get_doc("Sales Centre", group.centre)
	manager = a_staff(roles.MANAGER, centre=centre)
	centre.manager = manager.name
	centre.save()
	administrator = a_user(roles.ADMIN)
	leads = [a_lead(agent=an_agent(group)) for _ in range(2)]
	limit(export_limit_per_day=1)
	form = {"doctype": "Call Lead", "fields": ["name"], "file_format_type": "CSV"}
	for person, above in ((leader, manager.user), (manager, administrator.name)):
		ask(person.user, LIST, **form)
		assert len(told(above, person)) == 1, person.position
	assert len(leads) == 2 and not told(leader.user, leader)


def a_list(user, **form):
	form = {"fields": ["name", "phone_mask"], "file_format_type": "CSV", "title": "x", **form}
	answer = ask(user, LIST, doctype="Call Lead", **form)
	return answer if answer.get("type") == "page" else list(csv.reader(io.StringIO(_text(answer))))


def _text(answer):
	content = answer.get("filecontent") or answer.get("result")
	return content.decode("utf-8-sig") if isinstance(content, bytes) else content


def test_a_lists_export_is_logged_with_who_what_and_how_many_rows(agent, leader):
	leads = [a_lead(agent=agent) for _ in range(3)]
	assert len(a_list(leader.user)) == 4
	chosen = frappe.as_json([leads[0].name])
	assert len(a_list(leader.user, selected_items=chosen)) == 2
	ask(
		leader.user,
		"frappe.core.doctype.data_import.data_import.download_template",
		doctype="Call Lead",
		export_fields={"Call Lead": ["name", "phone_mask"]},
		export_records="all",
	)
	lines = log(leader.user, kind="Export")
	assert [(line.reference_doctype, line.reference_name, line.row_count) for line in lines] == [
		("DocType", "Call Lead", 3),
		("DocType", "Call Lead", 1),
		("DocType", "Call Lead", 3),
	]
	assert {(line.staff, line.sales_group) for line in lines} == {(leader.name, leader.sales_group)}


def test_past_the_limit_of_a_day_an_export_says_so_and_gives_nothing(agent, leader):
	for _ in range(3):
		a_lead(agent=agent)
	limit(export_limit_per_day=5)
	assert len(a_list(leader.user)) == 4
	answer = a_list(leader.user)
	assert answer["http_status_code"] == 403 and not answer.get("result") and not answer.get("filecontent")
	said = frappe.local.message
	assert "5" in said and "3" in said
	assert [line.refused for line in log(leader.user)] == [0, 1]
	limit(export_limit_per_day=6)
	assert len(a_list(leader.user)) == 4


def test_a_reports_export_is_logged_and_limited_likewise(agent, leader):
	a_lead(agent=agent, grade="A", last_called_at=frappe.utils.now_datetime())
	form = {
		"report_name": "Intention Customers",
		"file_format_type": "Excel",
		"visible_idx": [],
		"filters": {},
	}
	answer = ask(leader.user, REPORT, **form)
	openpyxl.load_workbook(io.BytesIO(answer["filecontent"]))
	(line,) = log(leader.user, kind="Export")
	assert (line.reference_doctype, line.reference_name) == (
		"Report",
		"Intention Customers",
	) and line.row_count
	limit(export_limit_per_day=0)
	answer = ask(leader.user, REPORT, **form)
	assert answer["http_status_code"] == 403 and not answer.get("filecontent")
	answer = ask(
		leader.user,
		"dianjian_app.workbooks.report_workbook.download",
		report="Intention Customers",
		filters={},
	)
	assert answer["http_status_code"] == 403 and not answer.get("filecontent")


def test_an_export_needs_the_right_to_export_by_every_door(agent):
	a_lead(agent=agent)
	form = {"doctype": "Call Lead", "fields": ["name"], "file_format_type": "CSV"}
	assert refused(agent.user, LIST, **form)
	data_import = "frappe.core.doctype.data_import.data_import.download_template"
	template = {"doctype": "Call Lead", "export_fields": {"Call Lead": ["name"]}}
	assert refused(agent.user, data_import, **template, export_records="all")
	assert refused(
		agent.user,
		"frappe.core.doctype.data_export.exporter.export_data",
		doctype="Call Lead",
		with_data=1,
		select_columns={"Call Lead": ["name"]},
	)
	assert not log(agent.user)


def test_what_is_not_the_apps_is_exported_as_ever():
	ask("Administrator", LIST, doctype="Language", fields=["name"], file_format_type="CSV")
	assert not log("Administrator", reference_name="Language")


@pytest.mark.parametrize("spelling", ["{}", "+86 {}", "0086-{}", "电话:{}", "{:.3}-{:.0}"])
def test_a_customer_is_found_by_the_full_number_in_any_spelling(agent, spelling):
	number = a_number()
	lead, _other = a_lead(agent=agent, phone=number), a_lead(agent=agent)
	national = number[3:]
	typed = (
		spelling.format(national) if "." not in spelling else f"{national[:3]} {national[3:7]} {national[7:]}"
	)
	answer = ask(agent.user, FIND, number=typed)
	(found,) = answer["found"]
	assert (found["doctype"], found["name"], found["phone_mask"]) == ("Call Lead", lead.name, lead.phone_mask)
	assert national not in frappe.as_json(answer)
	(line,) = log(agent.user, kind="Search")
	assert line.reference_name == lead.name and national not in frappe.as_json(line)


def test_other_peoples_customers_are_not_found_and_sound_like_unknown_ones(agent, leader):
	theirs = a_number()
	a_lead(agent=an_agent(), phone=theirs)
	known, unknown = ask(agent.user, FIND, number=theirs), ask(agent.user, FIND, number="+8613999999999")
	assert known["found"] == unknown["found"] == []
	assert known["message"].replace(theirs[3:6], "") == unknown["message"].replace("139", "").replace(
		"9999", theirs[-4:]
	)
	mine = a_number()
	lead = a_lead(agent=agent, phone=mine)
	assert [f["name"] for f in ask(leader.user, FIND, number=mine)["found"]] == [lead.name]


def test_a_part_of_a_number_or_two_numbers_find_nothing(agent):
	for typed in ("1380000", "", "%", "138****0201", f"{a_number()} {a_number()}"):
		with as_user(agent), pytest.raises(finding.NotANumberError):
			finding.find_by_number(typed)


def test_guessing_the_masked_digits_ends_at_the_limit_and_is_reported(agent, leader):
	limit(search_limit_per_day=3)
	lead = a_lead(agent=agent, phone="+8613511119999")
	answers = [ask(agent.user, FIND, number=f"135{n:04d}9999") for n in range(1109, 1114)]
	assert [bool(a["found"]) for a in answers] == [False, False, True, False, False]
	assert "3" in answers[3]["message"] and [line.refused for line in log(agent.user)] == [0, 0, 0, 1, 1]
	assert len(told(leader.user, agent)) == 1 and lead
	assert export_log.DEFAULT_LIMIT == 10_000
