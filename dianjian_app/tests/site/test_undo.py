"""A batch is taken back as a whole, while nothing has come of it (R6)."""

import io

import frappe
import openpyxl
import pytest

from dianjian_app import roles
from dianjian_app.calls.log_call import log_call
from dianjian_app.resources.intake import lead_batch_actions as batches
from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.resources.intake.undo import UndoError, undo_batch
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.pool.allocation import hand_out
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_batch, a_lead
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R6")
HEAD = ("客户", "手机", "来源", "需求", "备注")
WRITTEN = (
	"customer_name",
	"source",
	"product_need",
	"segment",
	"project_asked",
	"remarks",
	"other_sources",
	"other_names",
	"agent",
)


def a_workbook(*rows):
	book = openpyxl.Workbook()
	for row in (HEAD, *rows):
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def imported(centre, *rows, **fields):
	batch = a_batch(centre, a_workbook(*rows), **fields)
	import_batch(batch.name)
	return batch


def stands(lead):
	doc = frappe.get_doc("Call Lead", lead)
	return [doc.get(f) or "" for f in WRITTEN], [(n.phone_mask, n.is_primary) for n in doc.numbers]


def in_vault(phone):
	return bool(frappe.db.exists("Phone Vault", vault.hash_of(phone)))


@made_once
def agent():
	return an_agent()


@made_once
def centre(agent):
	return frappe.get_doc("Sales Centre", agent.centre)


def test_nothing_of_the_batch_is_left_and_its_file_may_be_imported_again(centre):
	rows = (
		["王一", "13900007001/13900007002", "派单", "", ""],
		["李二", "13900007003", "", "", "有空"],
		["x", "无", "", "", ""],
	)
	batch = imported(centre, *rows)
	before = frappe.db.count("Call Lead", {"centre": centre.name})
	done = undo_batch(batch.name)
	assert (before, done.leads, done.restored, done.taken_from) == (2, 2, 0, 0)
	for doctype in ("Call Lead", "Call Lead Number", "Lead Batch Row"):
		assert not frappe.db.count(doctype, {"centre": centre.name}), doctype
	assert not any(in_vault(f"+861390000700{n}") for n in (1, 2, 3))
	batch.reload()
	assert (batch.status, batch.new_count, batch.undone_by) == ("Undone", 2, "Administrator")
	again = imported(centre, *rows)
	assert frappe.db.get_value("Lead Batch", again.name, "new_count") == 2


def test_customers_who_were_there_are_as_they_were(agent, centre):
	lead = a_lead(agent=agent, phone="+8613900007011", customer_name="", remarks="老客户")
	was = stands(lead.name)
	batch = imported(
		centre,
		["王一", "13900007011/13900007012", "派单", "别墅", "要看房"],
		["王一", "13900007011", "短信", "", "再说"],
	)
	assert stands(lead.name) != was and in_vault("+8613900007012")
	assert undo_batch(batch.name).restored == 1
	assert stands(lead.name) == was
	assert in_vault("+8613900007011") and not in_vault("+8613900007012")


def test_what_people_have_written_since_stays(agent, centre):
	lead = a_lead(agent=agent, phone="+8613900007021", customer_name="")
	batch = imported(centre, ["王一", "13900007021", "派单", "别墅", "要看房"])
	doc = frappe.get_doc("Call Lead", lead.name)
	doc.remarks = "周六来"
	doc.save()
	undo_batch(batch.name)
	doc.reload()
	assert (doc.customer_name or "", doc.product_need, doc.remarks) == ("", None, "周六来")


def test_leads_that_were_handed_out_and_not_called_are_taken_from_the_agent(agent, centre):
	batch = imported(centre, *(["王", f"1390000703{n}", "", "", ""] for n in range(3)))
	hand_out(agent.sales_group, {agent.name: 2})
	allocation = frappe.get_last_doc("Lead Allocation", {"agent": agent.name})
	assert undo_batch(batch.name).taken_from == 1
	allocation.reload()
	assert (allocation.lead_count, allocation.items) == (0, [])
	assert not frappe.db.count("Call Lead", {"agent": agent.name})


def test_once_a_customer_was_called_the_batch_stays(agent, centre):
	batch = imported(centre, *(["王", f"1390000704{n}", "", "", ""] for n in range(2)))
	hand_out(agent.sales_group, {agent.name: 2})
	lead = frappe.get_all("Call Lead", {"batch": batch.name}, pluck="name")[0]
	with as_user(agent):
		log_call(lead, 0, f"undo-{number()}")
	with pytest.raises(UndoError, match="1"):
		undo_batch(batch.name)
	assert frappe.db.count("Call Lead", {"batch": batch.name}) == 2


def test_a_batch_that_another_one_added_to_is_undone_after_it(centre):
	first = imported(centre, ["", "13900007051", "", "", ""])
	second = imported(centre, ["王一", "13900007051", "", "", ""])
	with pytest.raises(UndoError, match=second.name):
		undo_batch(first.name)
	undo_batch(second.name)
	assert undo_batch(first.name).leads == 1


@pytest.mark.req("R10")
def test_a_number_that_refused_calls_stays_refused(centre):
	batch = imported(centre, ["王一", "13900007061", "", "", ""])
	vault.refuse_calls([vault.hash_of("+8613900007061")], "asked not to be called")
	frappe.db.set_value("Call Lead", {"batch": batch.name}, {"status": "Pool", "do_not_call": 0})
	undo_batch(batch.name)
	assert vault.refused([vault.hash_of("+8613900007061")])


def test_a_number_that_stands_in_another_centre_stays_in_the_vault(centre):
	a_lead(centre=a_centre(), phone="+8613900007071")
	undo_batch(imported(centre, ["王一", "13900007071", "", "", ""]).name)
	assert in_vault("+8613900007071")


def test_only_an_imported_batch_is_undone_and_once(centre):
	draft = a_batch(centre, a_workbook(["王一", "13900007081", "", "", ""]))
	with pytest.raises(UndoError):
		undo_batch(draft.name)
	import_batch(draft.name)
	undo_batch(draft.name)
	with pytest.raises(UndoError):
		undo_batch(draft.name)
	with pytest.raises(frappe.ValidationError):
		import_batch(draft.name)


def test_planning_undoes_in_the_desk_and_it_is_written_down(centre):
	planner = a_staff(roles.PLANNING, centre=centre)
	batch = imported(centre, ["王一", "13900007091", "", "", ""])
	with as_user(a_staff(roles.PLANNING, centre=a_centre())), pytest.raises(frappe.PermissionError):
		batches.undo(batch.name)
	with as_user(planner):
		assert batches.undo(batch.name)["leads"] == 1
	comment = frappe.get_last_doc("Comment", {"reference_name": batch.name})
	assert comment.comment_type == "Info" and comment.owner == planner.user
