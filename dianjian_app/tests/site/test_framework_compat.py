"""Each function of framework_compat does what the app counts on, on whatever Frappe the bench has."""

from __future__ import annotations

import frappe
import pytest
from frappe.boot import get_bootinfo
from frappe.utils import get_url_to_form, today

from dianjian_app import framework_compat as compat
from dianjian_app import roles
from dianjian_app.incentives.settlement import settlement_rows
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_user
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.made_once import made_once


def test_a_path_of_the_desk_is_the_one_that_frappe_links_to():
	assert get_url_to_form("Call Sheet", "张 1").endswith(compat.desk_path("call-sheet", "张 1"))
	assert compat.desk_path("query-report", "A/B?").endswith("/query-report/A%2FB%3F")
	assert compat.desk_path("call-sheet") == f"{compat.desk_path()}/call-sheet"


def test_a_test_is_known_as_one(monkeypatch):
	assert compat.in_test()
	monkeypatch.setattr(frappe.flags, "in_test", False)
	monkeypatch.setattr(frappe, "in_test", False, raising=False)
	assert not compat.in_test()
	monkeypatch.setattr(frappe, "in_test", True, raising=False)
	assert compat.in_test(), "as version 16 has it"


def test_rows_affected_are_those_of_the_latest_statement():
	for n in range(3):
		frappe.get_doc(doctype="ToDo", description=f"rows affected {n}").insert()
	frappe.db.sql("update `tabToDo` set color = 'x' where description like 'rows affected%%'")
	assert compat.rows_affected() == 3
	frappe.db.sql("update `tabToDo` set color = 'y' where description = 'rows affected 9'")
	assert compat.rows_affected() == 0


def test_a_connection_that_may_send_files_is_made_in_place_of_the_first(tmp_path):
	first = frappe.local.db
	frappe.connect()
	try:
		compat.reconnect_with_local_infile()
		file = tmp_path / "todo.txt"
		file.write_text("sent as a file\n")
		frappe.db.sql("load data local infile %s into table `tabToDo` (name)", str(file))
		assert compat.rows_affected() == 1 and frappe.db.exists("ToDo", "sent as a file")
		frappe.db.rollback()
		assert not frappe.db.exists("ToDo", "sent as a file")
	finally:
		frappe.db.close()
		frappe.local.db = first


def test_a_module_has_its_app():
	assert compat.app_of_module("Core") == "frappe"
	assert compat.app_of_module("Dianjian App") == "dianjian_app"
	assert compat.app_of_module("No Such Module") is None


def test_going_on_as_somebody_else_keeps_what_was_read_and_lends_no_rights():
	agent, auditor = a_user(roles.AGENT).name, a_user(roles.AUDITOR).name
	compat.go_on_as(auditor)
	assert frappe.has_permission("Phone Reveal Log", "read")
	read = frappe.local.cache
	compat.go_on_as(agent)
	assert frappe.session.user == agent and frappe.local.cache is read
	assert not frappe.has_permission("Incentive Chain Head", "read")
	assert roles.AUDITOR not in frappe.get_roles()
	compat.go_on_as(auditor)
	assert frappe.has_permission("Phone Reveal Log", "read")


def test_a_forgotten_session_is_read_from_the_table_again():
	frappe.cache.hset("session", "a-sid", {"user": "x"})
	frappe.cache.hset("session", "another-sid", {"user": "y"})
	frappe.cache.hset("last_db_session_update", "a-sid", "2026-01-01")
	try:
		compat.forget_sessions(["a-sid"])
		assert frappe.cache.hget("session", "a-sid") is None
		assert frappe.cache.hget("last_db_session_update", "a-sid") is None
		assert frappe.cache.hget("session", "another-sid") == {"user": "y"}
	finally:
		compat.forget_sessions(["another-sid"])


@pytest.mark.parametrize(
	"field,value,error",
	[("priority", "Soon", "Priority"), ("color", "#" * 141, "Color")],
)
def test_a_row_that_is_put_down_past_saving_is_checked_as_saving_checks(field, value, error):
	note = frappe.new_doc("ToDo", description="x", **{field: value})
	with pytest.raises(frappe.ValidationError):
		compat.check_as_saving_does(note)
	assert error in str(frappe.local.message_log)


def test_a_row_that_is_put_down_past_saving_is_freed_of_scripts():
	note = frappe.new_doc("Note", title="<b>x</b><script>alert(1)</script>")
	compat.check_as_saving_does(note)
	assert "<script" not in note.title


def test_the_workspaces_of_the_boot_information_are_the_readers():
	with as_user(a_user(roles.AGENT).name):
		shown = {page["name"] for page in compat.workspaces_of_boot(get_bootinfo())}
	assert "My Day" in shown and "My Centre" not in shown


def test_the_workspaces_are_found_where_version_16_lists_them():
	page = {"name": "My Day"}
	assert compat.workspaces_of_boot(frappe._dict(workspaces={"pages": [page]})) == [page]
	assert compat.workspaces_of_boot(frappe._dict()) == []


class TestComputedTables:
	@made_once
	def settlement(self):
		doc = frappe.get_doc(doctype="Incentive Settlement", centre=a_centre().name, month="2026-09").insert()
		rows = [
			{
				"name": frappe.generate_hash(length=10),
				"parent": doc.name,
				"parenttype": doc.doctype,
				"parentfield": "blockers",
				"idx": n,
				"message": f"blocker {n}",
				"docstatus": 0,
			}
			for n in (1, 2)
		]
		for row in rows:
			frappe.get_doc(doctype="Settlement Blocker", **row).db_insert()
		return frappe.get_doc(doc.doctype, doc.name)

	def test_loading_gives_the_rows_and_saving_leaves_them(self, settlement):
		assert [b.message for b in settlement.blockers] == ["blocker 1", "blocker 2"]
		settlement.set("blockers", settlement.blockers[:1])
		settlement.blockers[0].message = "somebody typed this"
		settlement.save()
		stored = frappe.get_doc(settlement.doctype, settlement.name)
		assert [b.message for b in stored.blockers] == ["blocker 1", "blocker 2"]
		assert [b.message for b in settlement.blockers] == ["somebody typed this"], (
			"the caller's copy is its own"
		)

	def test_saving_reads_no_row(self, settlement):
		sent = statements_of(settlement.save)
		assert not [s for s in sent if any(f"tab{table}" in s for table in settlement_rows.TABLES.values())]

	def test_the_document_before_saving_has_empty_tables(self, settlement):
		settlement.load_doc_before_save()
		assert (settlement.get_doc_before_save().lines, settlement.get_doc_before_save().name) == (
			[],
			settlement.name,
		)

	def test_other_documents_are_saved_with_their_rows_meanwhile(self, settlement):
		with settlement._rows_aside():
			calendar = frappe.get_doc(
				doctype="Work Calendar", calendar_name="x", days=[{"date": today(), "day_type": "Holiday"}]
			).insert()
			assert len(frappe.get_doc("Work Calendar", calendar.name).days) == 1
