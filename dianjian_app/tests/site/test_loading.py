"""Many rows at once: by LOAD DATA where the connection may, by inserts where not, and the same either way (R6)."""

import frappe
import pytest

from dianjian_app.resources import bulk

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
	first, frappe.conf.local_infile = frappe.local.db, 1
	frappe.connect()
	frappe.flags.pop("dianjian_loading_refused", None)
	yield
	frappe.db.rollback()
	frappe.db.close()
	frappe.local.db = first
	frappe.conf.pop("local_infile")
	frappe.flags.pop("dianjian_loading_refused", None)


def test_what_is_loaded_stands_as_it_was_given(may_load):
	bulk.insert_rows("Lead Batch Row", FIELDS, rows("load"), {"outcome": "New", "sales_group": None})
	assert not frappe.flags.dianjian_loading_refused, "the server did not allow LOAD DATA: nothing was tested"
	assert stored("load") == expected("load")
	same = frappe.db.sql(
		"select distinct outcome, sales_group, owner from `tabLead Batch Row` where batch = 'load'"
	)
	assert same == (("New", None, frappe.session.user),)


def test_what_is_inserted_stands_the_same(connected_site):
	bulk.insert_rows("Lead Batch Row", FIELDS, rows("insert"), {"outcome": "New"})
	assert stored("insert") == expected("insert")
	frappe.db.rollback()


def test_a_connection_that_may_not_load_inserts(connected_site):
	frappe.conf.local_infile = 1  # says it may, and was not opened so
	try:
		bulk.insert_rows("Lead Batch Row", FIELDS, rows("refused"))
		assert frappe.flags.dianjian_loading_refused
		assert stored("refused") == expected("refused")
	finally:
		frappe.conf.pop("local_infile")
		frappe.flags.pop("dianjian_loading_refused", None)
		frappe.db.rollback()


def test_a_row_that_cannot_stand_is_not_passed_over(may_load):
	with pytest.raises(bulk.RowsLostError):
		bulk.insert_rows("Lead Batch Row", FIELDS, [*rows("twice"), rows("twice")[7]])


def test_a_value_that_is_too_long_is_not_cut(may_load):
	long = ("long-1", "long", "x" * 141, "", 1, None, "")
	with pytest.raises(bulk.RowsLostError):
		bulk.insert_rows("Lead Batch Row", FIELDS, [*rows("long"), long])


def test_rows_that_are_known_are_left_alone(may_load):
	bulk.insert_rows("Lead Batch Row", FIELDS, rows("known"))
	changed = [(name, batch, "other", *rest) for name, batch, _name, *rest in rows("known", 1600)]
	bulk.insert_rows("Lead Batch Row", FIELDS, changed, skip_known=True)
	found = stored("known")
	assert found[:1500] == expected("known") and {row[2] for row in found[1500:]} == {"other"}
