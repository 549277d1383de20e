"""Entries are never changed or deleted, by nobody, on no path; the chain shows where one was (decision 11)."""

import frappe
import frappe.client
import pytest
from frappe.desk.form.utils import add_comment
from frappe.desk.like import toggle_like

from dianjian_app.incentives.entries import append_only_triggers, chain_walk
from dianjian_app.incentives.entries.incentive_entry_events import EntryFixedError
from dianjian_app.incentives.settlement.posting import PostedMeanwhileError, post
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	AFTER_OCTOBER,
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	an_administrator,
	entries_of,
	published,
)
from dianjian_app.tests.site.made_once import made_once


@made_once
def place():
	place = a_place()
	a_full_month(place.agent)
	for n in (3, 4, 5):
		a_line(place.agent, SEPTEMBER.start.replace(day=n), connected=90 + n)
	published(place)
	return place


@made_once
def entry(place):
	return frappe.get_doc("Incentive Entry", entries_of(place)[1].name)


def by_save(entry):
	entry.amount = 0
	entry.save(ignore_permissions=True)


def by_db_set(entry):
	entry.db_set("amount", 0)


def by_set_value(entry):
	frappe.db.set_value("Incentive Entry", entry.name, "amount", 0)


def by_hash(entry):
	frappe.db.set_value("Incentive Entry", entry.name, {"amount": 0, "entry_hash": "0" * 64})


def by_sql(entry):
	frappe.db.sql("update `tabIncentive Entry` set amount = 0 where name = %s", entry.name)


def by_builder(entry):
	table = frappe.qb.DocType("Incentive Entry")
	frappe.qb.update(table).set(table.amount, 0).where(table.name == entry.name).run()


def by_client(entry):
	frappe.client.set_value("Incentive Entry", entry.name, "amount", 0)


def by_rename(entry):
	frappe.rename_doc("Incentive Entry", entry.name, "IE-other", force=True)


def by_delete(entry):
	entry.delete(ignore_permissions=True)


def by_forced_delete(entry):
	frappe.delete_doc("Incentive Entry", entry.name, force=True, ignore_permissions=True)


def by_db_delete(entry):
	frappe.db.delete("Incentive Entry", {"name": entry.name})


def by_sql_delete(entry):
	frappe.db.sql("delete from `tabIncentive Entry` where name = %s", entry.name)


ACTS = (
	by_save,
	by_db_set,
	by_set_value,
	by_hash,
	by_sql,
	by_builder,
	by_client,
	by_rename,
	by_delete,
	by_forced_delete,
	by_db_delete,
	by_sql_delete,
)


@pytest.mark.req("R31")
def test_no_act_of_administrator_changes_or_deletes_an_entry(place):
	"""The desk's bulk update and import go through save; the others past it."""
	before = entries_of(place)
	for act in ACTS:
		frappe.db.savepoint("act")
		with pytest.raises((EntryFixedError, frappe.ValidationError, frappe.db.OperationalError)):
			act(frappe.get_doc("Incentive Entry", before[1].name))
			pytest.fail(f"{act.__name__} was not refused")
		frappe.db.rollback(save_point="act")
		assert entries_of(place) == before, act.__name__
	assert chain_walk.check_chain(place.name).whole


def test_no_entry_is_written_by_hand(place):
	with as_user(an_administrator()), pytest.raises((EntryFixedError, frappe.PermissionError)):
		frappe.get_doc(doctype="Incentive Entry", centre=place.name, amount=5).insert()
	with pytest.raises(EntryFixedError):
		frappe.get_doc(doctype="Incentive Entry", centre=place.name, amount=5).insert()


def test_what_the_framework_keeps_on_a_document_still_works(entry):
	"""Comments, likes, tags and assignments are no figures."""
	add_comment("Incentive Entry", entry.name, "请说明", "Administrator", "Administrator")
	toggle_like("Incentive Entry", entry.name, "Yes")
	entry.add_tag("核对")
	assert "核对" in frappe.db.get_value("Incentive Entry", entry.name, "_user_tags")
	assert chain_walk.check_chain(entry.centre).whole


@pytest.mark.req("R31")
def test_posting_again_adds_nothing(place):
	before = entries_of(place)
	settlement = frappe.get_doc("Incentive Settlement", before[0].settlement)
	assert post(settlement) == []
	assert entries_of(place) == before


def test_lines_of_keys_that_another_settlement_posted_are_refused(place):
	"""Two settlements can't both post a key, whatever happened between computing and publishing."""
	a_full_month(place.agent, OCTOBER)
	october = published(place, OCTOBER, AFTER_OCTOBER)
	september_key = entries_of(place)[0].entry_key
	frappe.db.set_value(
		"Settlement Line", {"parent": october.name}, "line_key", september_key, update_modified=False
	)
	with pytest.raises(PostedMeanwhileError):
		post(october)


def test_the_chain_follows_from_month_to_month(place):
	a_full_month(place.agent, OCTOBER)
	published(place, OCTOBER, AFTER_OCTOBER)
	entries = entries_of(place)
	assert [e.seq for e in entries] == list(range(1, len(entries) + 1))
	assert [e.previous_hash for e in entries[1:]] == [e.entry_hash for e in entries[:-1]]
	head = frappe.db.get_value("Incentive Chain Head", {"centre": place.name}, ["seq", "head_hash"])
	assert head == (entries[-1].seq, entries[-1].entry_hash)
	assert chain_walk.check_chain(place.name).entries == len(entries)


def without_trigger(entry, change):
	"""What the walk says of an entry that somebody with the database's own rights has changed.

	Dropping a trigger would end the test's transaction; the entry as it would stand is given to the walk instead.
	"""
	read = chain_walk._entries

	def changed(centre):
		for e in read(centre):
			if e.name == entry.name:
				if change is None:
					continue
				e = frappe._dict(e, **change)
			yield e

	chain_walk._entries = changed
	try:
		return chain_walk.check_chain(entry.centre)
	finally:
		chain_walk._entries = read


def test_the_walk_names_the_first_broken_link(place, entry):
	for change in (
		{"amount": 0},
		{"agent": "X"},
		{"explanation": "{}"},
		{"posted_by": "X"},
		{"amount": 0, "entry_hash": "0" * 64},
	):
		found = without_trigger(entry, change)
		assert (found.whole, found.broken) == (False, entry.name), change
	assert without_trigger(entry, None).broken == entries_of(place)[2].name


def test_an_entry_cut_off_at_the_end_is_missed(place):
	last = frappe.get_doc("Incentive Entry", entries_of(place)[-1].name)
	found = without_trigger(last, None)
	assert (found.whole, found.broken) == (False, None)


def test_the_head_is_moved_by_posting_alone(place):
	head = frappe.get_doc("Incentive Chain Head", {"centre": place.name})
	head.seq = 0
	with pytest.raises(EntryFixedError):
		head.save()
	with pytest.raises(EntryFixedError):
		head.delete()


def test_the_triggers_are_there_and_cover_every_figure():
	body = append_only_triggers._body(append_only_triggers.UPDATE)
	columns = {f.fieldname for f in frappe.get_meta("Incentive Entry").fields if f.fieldname != "why_html"}
	missing = {c for c in columns if f"`{c}`" not in body} - {
		f.fieldname
		for f in frappe.get_meta("Incentive Entry").fields
		if f.fieldtype in frappe.model.no_value_fields
	}
	assert missing == set()
	assert append_only_triggers._body(append_only_triggers.DELETE)
