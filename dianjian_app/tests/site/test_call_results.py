"""What came of a call, and what it counts as: a list that each centre edits (R11, R20)."""

import io

import frappe
import openpyxl
import pytest
from frappe.utils import getdate, today

from dianjian_app.calls.log_call import log_call
from dianjian_app.calls.rows import CallRowError
from dianjian_app.calls.todays_list import today_list
from dianjian_app.patches.v0_2 import give_centres_call_results
from dianjian_app.resources.call_results import CallResultError, result_options
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_call_forms import back, downloaded, filled_in
from dianjian_app.workbooks.call_form_upload import BadCellsError

pytestmark = pytest.mark.req("R11")
ALL = ["已接听", "无人接听", "占线", "关机", "停机", "空号", "非本人", "拒绝沟通", "约时再打"]


@made_once
def agent():
	return an_agent()


def log(agent, result, grade=None, connected=0, lead=None, **fields):
	"""A call with a result, as the page sends it."""
	lead = lead or a_lead(agent=agent)
	if grade in ("A", "B"):
		fields.setdefault("next_step_date", frappe.utils.today())
	with as_user(agent):
		answer = log_call(lead.name, connected, frappe.generate_hash(), grade=grade, result=result, **fields)
	return frappe.get_doc("Call Sheet Row", answer["row"])


def figures(sheet):
	return (sheet.calls_total, sheet.calls_connected, sheet.calls_valid, sheet.customers_connected)


def test_a_new_centre_has_the_results_of_the_source():
	centre = a_centre()
	assert [r.result for r in centre.call_results] == ALL
	assert [r.result for r in centre.call_results if r.reached] == [
		"已接听",
		"非本人",
		"拒绝沟通",
		"约时再打",
	]
	assert [r.result for r in centre.call_results if r.is_valid] == ["已接听"]


def test_whoever_calls_chooses_in_their_own_language(agent):
	with as_user(agent):
		assert [r["value"] for r in result_options(agent.centre)] == ALL
		frappe.local.lang = "en"
		assert result_options(agent.centre)[5]["label"] == "Empty Number"
		assert [r["value"] for r in today_list()["results"]] == ALL
	with as_user(an_agent(group=a_group(a_centre()))), pytest.raises(frappe.PermissionError):
		result_options(agent.centre)


@pytest.mark.req("R20")
def test_calls_reached_and_valid_conversations_are_three_figures():
	agent = an_agent()
	log(agent, "已接听", grade="B")
	log(agent, "非本人")
	log(agent, "空号", connected=1)
	log(agent, "无人接听")
	log(agent, None, grade="C", connected=1)
	sheet = frappe.get_doc("Call Sheet", {"agent": agent.name, "date": today()})
	assert figures(sheet) == (5, 3, 2, 3)
	assert [(r.connected, r.is_valid) for r in sheet.rows] == [(1, 1), (1, 0), (0, 0), (0, 0), (1, 1)]
	with as_user(agent):
		sheet.save()  # by the form the same
		assert today_list()["calls_valid"] == 2
	assert figures(sheet) == (5, 3, 2, 3)
	confirmed(sheet, agent)
	line = frappe.get_doc("Daily Ledger", f"{agent.name}-{today()}")
	assert (line.calls, line.connected_calls, line.valid_calls, line.connected) == (5, 3, 2, 3)


def test_a_centre_says_what_a_result_counts_as():
	agent = an_agent(group=a_group(a_centre()))
	centre = frappe.get_doc("Sales Centre", agent.centre)
	refused = next(r for r in centre.call_results if r.result == "拒绝沟通")
	refused.reached = 0
	centre.append("call_results", {"result": "语音信箱", "reached": 1})
	centre.save()
	assert (log(agent, "拒绝沟通").connected, log(agent, "语音信箱").connected) == (0, 1)


def test_a_conversation_has_a_grade_and_one_who_was_not_reached_has_none(agent):
	with pytest.raises(CallRowError):
		log(agent, "已接听")
	with pytest.raises(CallRowError):
		log(agent, "空号", grade="A")
	with pytest.raises(CallRowError):
		log(agent, "没有这个结果")
	assert log(agent, "拒绝沟通", grade="D").grade == "D"


@pytest.mark.req("R8")
def test_who_was_not_spoken_with_is_called_again_and_is_no_follow_up(agent):
	lead = a_lead(agent=agent)
	log(agent, "非本人", lead=lead)
	lead.reload()
	assert (lead.follow_up_no, lead.last_connected_at, lead.status) == (0, None, "Held")
	assert log(agent, "已接听", grade="B", lead=lead).follow_up_no == 1
	log(agent, "拒绝沟通", grade="D", lead=lead)
	lead.reload()
	assert (lead.follow_up_no, lead.grade, lead.status) == (1, "D", "Out")


@pytest.mark.parametrize(
	"row", [{"result": "已接听", "reached": 1}, {"result": "回声", "reached": 0, "is_valid": 1}]
)
def test_a_list_that_contradicts_itself_is_refused(row):
	centre = a_centre()
	centre.append("call_results", row)
	with pytest.raises(CallResultError):
		centre.save()


def test_sites_of_before_get_the_list_and_their_figures_stay():
	group = a_group(a_centre())
	agent, other = an_agent(group=group), an_agent(group=group)
	sheet = confirmed(a_sheet(agent, connected=3, missed=2), agent)
	own = confirmed(a_sheet(other, rows=[a_row(other, result="非本人")]), other)
	frappe.db.delete("Call Result", {"parent": agent.centre})
	for doctype, field in (
		("Call Sheet Row", "is_valid"),
		("Call Sheet", "calls_valid"),
		("Daily Ledger", "valid_calls"),
	):
		frappe.db.set_value(doctype, {"agent": agent.name}, field, 0)
	for _twice in range(2):
		give_centres_call_results.execute()
	assert [r.result for r in frappe.get_doc("Sales Centre", agent.centre).call_results] == ALL
	sheet.reload()
	assert figures(sheet) == (5, 3, 3, 3)
	assert [r.is_valid for r in sheet.rows] == [1, 1, 1, 0, 0]
	own.reload()
	assert figures(own) == (1, 1, 0, 1)
	lines = {name: frappe.get_doc("Daily Ledger", f"{name}-{getdate()}") for name in (agent.name, other.name)}
	assert [line.valid_calls for line in lines.values()] == [3, 0]


@pytest.mark.req("R15")
def test_a_form_in_excel_says_what_came_of_each_call():
	agent = an_agent()
	for _lead in range(4):
		a_lead(agent=agent)
	form = downloaded(agent)
	assert openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]["P3"].value == "Call Result"
	with pytest.raises(BadCellsError, match=r"<b>P4</b>.*<b>F5</b>"):
		back(agent, filled_in(form, {"P4": "在忙", "P5": "Answered"}))
	back(
		agent,
		filled_in(form, {"P4": "Wrong Person", "P5": "Empty Number", "P6": "Answered", "F6": "B", "E7": "×"}),
	)
	sheet = frappe.get_doc("Call Sheet", {"agent": agent.name, "date": today()})
	assert [r.result for r in sheet.rows] == ["非本人", "空号", "已接听", None]
	assert figures(sheet) == (4, 2, 1, 2)
	assert back(agent, downloaded(agent))["unchanged"] == 4
