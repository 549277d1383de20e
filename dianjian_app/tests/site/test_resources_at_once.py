"""Two people do it at the same moment, in real processes of their own (R6, R7, R47)."""

import io

import frappe
import openpyxl
import pytest

from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.resources import a_batch, a_lead
from dianjian_app.tests.processes import Act, Killed, at_once
from dianjian_app.tests.site.committed import holders, two_groups

HAND_OUT = "dianjian_app.resources.pool.allocation.hand_out"
HAND_OVER = "dianjian_app.resources.pool.allocation.hand_over"
TAKE_BACK = "dianjian_app.resources.pool.allocation.take_back"
IMPORT = "dianjian_app.resources.intake.batch_import.import_batch"
LOADING = "dianjian_app.tests.site.test_resources_at_once.import_by_loading"
SMALL_CHUNKS = "dianjian_app.tests.site.test_resources_at_once.import_in_small_chunks"


@pytest.mark.req("R7")
def test_two_leaders_at_once_never_give_one_lead_to_two_agents(centre):
	groups, agents = two_groups(centre)
	for _ in range(30):
		a_lead(centre=centre)
	frappe.db.commit()
	answers = at_once(
		*(
			Act(HAND_OUT, arguments={"sales_group": g.name, "quotas": {a.name: 12}})
			for g, a in zip(groups, agents, strict=True)
		)
	)
	assert [a.error for a in answers] == [None, None]
	frappe.db.rollback()
	given = holders(centre)
	assert len(given) == 24 and len({lead for lead, _agent in given}) == 24
	for agent in agents:
		assert frappe.db.count("Call Lead", {"agent": agent.name}) == 12


@pytest.mark.req("R7")
def test_what_is_left_of_a_pool_is_shared_and_given_once(centre):
	groups, agents = two_groups(centre)
	for _ in range(10):
		a_lead(centre=centre)
	frappe.db.commit()
	at_once(
		*(
			Act(HAND_OUT, arguments={"sales_group": g.name, "quotas": {a.name: 10}})
			for g, a in zip(groups, agents, strict=True)
		)
	)
	frappe.db.rollback()
	assert sorted(lead for lead, _agent in holders(centre)) == sorted(
		frappe.get_all("Call Lead", filters={"centre": centre.name, "agent": ("is", "set")}, pluck="name")
	)
	assert frappe.db.count("Call Lead", {"centre": centre.name, "agent": ("is", "set")}) == 10


@pytest.mark.req("R7")
def test_one_lead_chosen_by_two_leaders_goes_to_one(centre):
	groups, agents = two_groups(centre)
	lead = a_lead(centre=centre)
	frappe.db.commit()
	answers = at_once(
		*(
			Act(HAND_OVER, arguments={"sales_group": g.name, "leads": [lead.name], "agent": a.name})
			for g, a in zip(groups, agents, strict=True)
		)
	)
	assert sorted(a.error or "" for a in answers) == ["", "AllocationError"]
	frappe.db.rollback()
	assert len(holders(centre)) == 1


@pytest.mark.req("R7")
def test_a_lead_taken_back_twice_is_given_back_once(centre):
	_groups, agents = two_groups(centre)
	lead = a_lead(agent=agents[0])
	frappe.db.commit()
	answers = at_once(
		*(Act(TAKE_BACK, arguments={"leads": [lead.name], "reason": "overloaded"}) for _ in range(2))
	)
	assert sorted(a.value for a in answers) == [0, 1]


def a_workbook(first, count):
	book = openpyxl.Workbook()
	book.active.append(["客户", "手机"])
	for n in range(count):
		book.active.append([f"客户{n}", f"1391{first + n:07d}"])
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def import_in_small_chunks(name):
	"""import_batch that takes a hundred numbers for many."""
	from dianjian_app.resources.intake import batch_import, known_numbers, lead_writer

	lead_writer.CHUNK = known_numbers.CHUNK = 100
	return batch_import.import_batch(name)


def import_by_loading(name):
	"""import_batch as the job does it where the server takes files: small sets go by LOAD DATA, too."""
	from dianjian_app import bulk_writer
	from dianjian_app.resources.intake import batch_import

	bulk_writer.connect_for_loading()
	bulk_writer.ROWS_WORTH_A_FILE = 10
	counts = batch_import.import_batch(name)
	assert frappe.flags.dianjian_may_load, "the server refused a file"
	return counts


@pytest.mark.req("R6")
def test_two_imports_of_the_same_numbers_at_once_make_each_lead_once(centre):
	content = a_workbook(1_000_000, 300)
	batches = [a_batch(centre, content) for _ in range(2)]
	frappe.db.commit()
	answers = at_once(
		*(Act(way, arguments={"name": b.name}) for way, b in zip((IMPORT, LOADING), batches, strict=True))
	)
	assert [a.error for a in answers] == [None, None]
	assert sorted((a.value.new, a.value.merged) for a in answers) == [(0, 300), (300, 0)]
	frappe.db.rollback()
	assert frappe.db.count("Call Lead", {"centre": centre.name}) == 300
	assert frappe.db.count("Call Lead Number", {"centre": centre.name}) == 300


@pytest.mark.req("R6")
def test_a_batch_started_twice_at_once_is_imported_once(centre):
	batch = a_batch(centre, a_workbook(2_000_000, 50))
	frappe.db.commit()
	answers = at_once(*(Act(IMPORT, arguments={"name": batch.name}) for _ in range(2)))
	assert sorted(a.error or "" for a in answers) == ["", "BatchStateError"]
	frappe.db.rollback()
	assert frappe.db.count("Lead Batch Row", {"batch": batch.name}) == 50


@pytest.mark.req("R6")
@pytest.mark.parametrize("way", [IMPORT, LOADING], ids=["inserting", "loading"])
def test_an_import_that_is_killed_leaves_nothing_and_is_completed_by_a_second_run(centre, way):
	batch = a_batch(centre, a_workbook(3_000_000, 300))
	batch.db_set("status", "Queued")
	frappe.db.commit()
	killed = Killed(
		way, {"name": batch.name}, at="dianjian_app.resources.intake.lead_writer.insert_batch_rows"
	)
	start = Act(
		"dianjian_app.resources.intake.lead_batch_actions.start_import", arguments={"batch": batch.name}
	)
	try:
		# it has written leads and numbers; whoever presses the button meanwhile is told so, at once
		assert at_once(start)[0].error == "BatchStateError"
	finally:
		killed.kill()
	frappe.db.rollback()
	for doctype in ("Call Lead", "Call Lead Number", "Lead Batch Row"):
		assert not frappe.db.count(doctype, {"centre": centre.name}), doctype
	assert frappe.db.get_value("Lead Batch", batch.name, "status") == "Queued"
	assert at_once(start)[0].error is None
	frappe.db.rollback()
	assert frappe.db.get_value("Lead Batch", batch.name, ["status", "new_count"]) == ("Imported", 300)
	assert frappe.db.count("Call Lead", {"centre": centre.name}) == 300
	assert frappe.db.count("Call Lead Number", {"centre": centre.name}) == 300


@pytest.mark.req("R6")
def test_numbers_that_came_in_while_a_large_workbook_was_read_are_merged(centre):
	"""Past so many numbers only those that are found are locked: what another session committed counts all the same."""
	first, second = (a_batch(centre, a_workbook(4_000_000, count)) for count in (300, 200))
	frappe.db.commit()
	answers = at_once(*(Act(SMALL_CHUNKS, arguments={"name": b.name}) for b in (first, second)))
	assert [a.error for a in answers] == [None, None]
	assert sum(a.value.new for a in answers) == 300 and sum(a.value.merged for a in answers) == 200


@pytest.mark.req("R6")
def test_a_batch_undone_twice_at_once_is_undone_once(centre):
	batch = a_batch(centre, a_workbook(5_000_000, 30))
	frappe.db.commit()
	assert at_once(Act(IMPORT, arguments={"name": batch.name}))[0].error is None
	undo = Act("dianjian_app.resources.intake.undo.undo_batch", arguments={"name": batch.name})
	answers = at_once(undo, undo)
	assert sorted(a.error or "" for a in answers) == ["", "UndoError"]
	frappe.db.rollback()
	assert not frappe.db.count("Call Lead", {"centre": centre.name})


@pytest.mark.req("R5")
def test_the_same_caller_registered_twice_at_once_is_one_lead(centre):
	agent = an_agent(a_group(centre, leader=False), user=False)
	frappe.db.commit()
	call = {
		"doctype": "Inbound Call",
		"phone_input": "13912345678",
		"source": "近半年来电",
		"answered_by": agent.name,
	}
	answers = at_once(*(Act("frappe.client.insert", arguments={"doc": call}) for _ in range(2)))
	assert [a.error for a in answers] == [None, None]
	frappe.db.rollback()
	assert frappe.db.count("Inbound Call", {"centre": centre.name}) == 2
	assert frappe.db.count("Call Lead", {"centre": centre.name}) == 1
