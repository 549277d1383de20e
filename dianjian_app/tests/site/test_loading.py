"""Many rows at once: by LOAD DATA where the connection may, by inserts where not, and the same either way (R6)."""

import io

import frappe
import openpyxl
import pytest

from dianjian_app import bulk_writer
from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.tests.builders.people import a_centre
from dianjian_app.tests.builders.resources import a_batch
from dianjian_app.tests.framework_internals import statements_of

pytestmark = pytest.mark.req("R6")
FIELDS = ("name", "batch", "customer_name", "phone_mask", "row_no", "date", "reason")
NASTY = [
	"\\N",
	"a\tb",
	"a\nb",
	"\\",
	"a\\tb",
	"'; drop table x; --",
	'"',
	"%s",
	"😀张",
	"a\0b",
	"\r\n",
	"",
	None,
	" x ",
]


def rows(mark, count=1500):
	return [
		(
			f"{mark}-{i:05d}",
			mark,
			NASTY[i % len(NASTY)],
			"138****0000",
			i,
			"2026-09-01" if i % 2 else None,
			True,
		)
		for i in range(count)
	]


def stored(mark):
	names = ", ".join(f"`{f}`" for f in FIELDS)
	return frappe.db.sql(f"select {names} from `tabLead Batch Row` where batch = %s order by name", mark)


def expected(mark):
	return tuple((*row[:5], frappe.utils.getdate(row[5]) if row[5] else None, "1") for row in rows(mark))


@pytest.fixture
def may_load():
	"""A connection of its own that may load files; what it writes is rolled back."""
	first = frappe.local.db
	frappe.connect()
	bulk_writer.connect_for_loading()
	assert frappe.flags.dianjian_may_load, "the server refuses LOAD DATA: nothing would be tested"
	yield
	frappe.db.rollback()
	frappe.db.close()
	frappe.local.db = first
	frappe.flags.pop("dianjian_may_load")


def test_what_is_loaded_stands_as_it_was_given(may_load):
	bulk_writer.insert_rows("Lead Batch Row", FIELDS, rows("load"), {"outcome": "New", "sales_group": None})
	assert frappe.flags.dianjian_may_load, "it was refused and inserted"
	assert stored("load") == expected("load")
	same = frappe.db.sql(
		"select distinct outcome, sales_group, owner from `tabLead Batch Row` where batch = 'load'"
	)
	assert same == (("New", None, frappe.session.user),)


def test_what_is_inserted_stands_the_same():
	bulk_writer.insert_rows("Lead Batch Row", FIELDS, rows("insert"), {"outcome": "New"})
	assert stored("insert") == expected("insert")


def test_a_connection_that_may_not_load_inserts():
	frappe.flags.dianjian_may_load = True  # says it may, and was not opened so
	bulk_writer.insert_rows("Lead Batch Row", FIELDS, rows("refused"))
	assert not frappe.flags.pop("dianjian_may_load")
	assert stored("refused") == expected("refused")


def test_rows_beyond_a_packet_go_in_several_statements(monkeypatch):
	monkeypatch.setattr(bulk_writer, "LARGEST_STATEMENT", 10_000)
	text = '"' * 1200  # doubled in the JSON, and doubled again for the database
	given = [(f"big-{i}", text, i) for i in range(8)]
	sent = statements_of(
		lambda: bulk_writer.insert_rows("Lead Batch Row", ("name", "added", "row_no"), given)
	)
	inserts = [len(s) for s in sent if str(s).startswith("insert")]
	assert len(inserts) == 4 and max(inserts) < 10_500
	lengths = frappe.db.sql(
		"select name, length(added), row_no from `tabLead Batch Row` where name like 'big-%' order by name"
	)
	assert lengths == tuple((name, 1200, no) for name, _text, no in given)


def test_no_statement_is_larger_than_the_server_takes():
	assert bulk_writer.LARGEST_STATEMENT < frappe.db.sql("select @@max_allowed_packet")[0][0]


def test_rows_that_are_there_are_changed_and_others_inserted():
	fields = ("name", "customer_name", "row_no")
	bulk_writer.insert_rows("Lead Batch Row", fields, [("up-1", "old", 1)], {"owner": "a@b.c"})
	bulk_writer.upsert_rows("Lead Batch Row", fields, [("up-1", "it's %s", 2), ("up-2", None, 3)])
	found = frappe.db.sql(
		"select name, customer_name, row_no, owner from `tabLead Batch Row` where name like 'up-%' order by name"
	)
	assert found == (("up-1", "it's %s", 2, "a@b.c"), ("up-2", None, 3, frappe.session.user))


def test_a_row_that_cannot_stand_is_not_passed_over(may_load):
	with pytest.raises(bulk_writer.RowsLostError):
		bulk_writer.insert_rows("Lead Batch Row", FIELDS, [*rows("twice"), rows("twice")[7]])


def test_a_value_that_is_too_long_is_not_cut(may_load):
	long = ("long-1", "long", "x" * 141, "", 1, None, "")
	with pytest.raises(bulk_writer.RowsLostError):
		bulk_writer.insert_rows("Lead Batch Row", FIELDS, [*rows("long"), long])


def test_rows_that_are_known_are_left_alone(may_load):
	bulk_writer.insert_rows("Lead Batch Row", FIELDS, rows("known"))
	changed = [(name, batch, "other", *rest) for name, batch, _name, *rest in rows("known", 1600)]
	bulk_writer.insert_rows("Lead Batch Row", FIELDS, changed, skip_known=True)
	found = stored("known")
	assert found[:1500] == expected("known") and {row[2] for row in found[1500:]} == {"other"}


def a_workbook(count):
	book = openpyxl.Workbook()
	book.active.append(["客户", "手机", "来源", "备注"])
	for i in range(count):
		phone = "无" if i % 50 == 7 else f"1391{i // 2 if i % 40 == 1 else i:07d}"
		book.active.append([f"客户{i}", phone, "派单" if i % 3 else "", NASTY[i % 4] if i % 5 else "有空"])
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def what_stands(centre):
	"""All that an import has written in a centre, without the names that it gave."""
	return [
		frappe.db.sql(f"select {what} where l.centre = %s order by 1, 2", centre.name)
		for what in (
			"l.phone_hash, l.customer_name, l.source, l.remarks, l.other_sources, l.status, l.date from `tabCall Lead` l",
			"l.phone_hash, l.idx, l.is_primary, l.phone_mask from `tabCall Lead Number` l",
			"""l.row_no, l.outcome, l.reason, l.customer_name, l.phone_mask, l.source, d.phone_hash
			from `tabLead Batch Row` l left join `tabCall Lead` d on d.name = l.lead""",
		)
	]


def test_a_workbook_goes_in_the_same_by_either_way(may_load):
	content, loaded, inserted = a_workbook(2500), a_centre(), a_centre()
	counts = import_batch(a_batch(loaded, content).name)
	assert frappe.flags.dianjian_may_load
	frappe.flags.dianjian_may_load = False
	assert import_batch(a_batch(inserted, content).name) == counts
	assert counts.rejected == 50 and counts.merged > 50
	assert what_stands(loaded) == what_stands(inserted)
