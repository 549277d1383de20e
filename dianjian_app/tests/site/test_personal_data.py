"""A customer asks what is held, or has it corrected; who may take, decide and have the files (R47)."""

import io
import json
import zipfile

import frappe
import pytest
from openpyxl import load_workbook

from dianjian_app import roles
from dianjian_app.privacy import personal_data_request_events, request_execution
from dianjian_app.privacy.erase import erase
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_staff, a_user
from dianjian_app.tests.builders.personal import Customer, approved, asked, everywhere
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")


@made_once
def caller():
	return Customer(short=True)


def file_of(doc, fieldname):
	return frappe.get_doc("File", {"file_url": doc.get(fieldname), "attached_to_name": doc.name})


def test_the_export_holds_every_row_the_number_comments_and_files():
	customer = Customer()
	doc = approved(asked(customer, "Export"), customer.manager)
	assert (doc.stage, doc.error_message) == ("Done", None)
	workbook = load_workbook(io.BytesIO(file_of(doc, "export_file").get_content()))
	cells = {str(c.value) for sheet in workbook for row in sheet for c in row}
	for text in (
		customer.name,
		customer.number,
		f"{customer.name}说下周来",
		f"{customer.name}请加微信",
		customer.deal.name,
	):
		assert text in cells, text
	assert frappe.db.get_value("Call Lead", customer.other_lead, "customer_name") not in cells
	archive = zipfile.ZipFile(io.BytesIO(file_of(doc, "export_zip").get_content()))
	held = json.loads(archive.read(f"{doc.name}.json"))
	assert {"Call Lead", "Call Sheet Row", "Visit Confirmation", "Sales Deal", "Message Log", "Comment"} <= {
		*held
	}
	assert any(name.endswith(".txt") for name in archive.namelist())
	log = frappe.get_all("Phone Reveal Log", {"reference_name": doc.name}, ["kind", "user", "row_count"])
	assert len(log) == 1 and log[0].user == customer.manager.user


def test_the_files_are_for_who_took_and_who_decided_the_request_alone(caller):
	doc = approved(asked(caller, "Export"), caller.manager)
	colleague = a_staff(roles.SERVICE, centre=caller.centre)
	for fieldname in ("export_file", "export_zip"):
		file = file_of(doc, fieldname)
		may = {
			user: bool(frappe.has_permission("File", "read", doc=file, user=user))
			for user in (caller.service.user, caller.manager.user, colleague.user, a_user(roles.AUDITOR).name)
		}
		assert [*may.values()] == [True, True, False, False], may


def test_a_right_name_stands_in_every_row_and_figures_stay(caller):
	doc = approved(asked(caller, "Correct", correct_name="O'Brien \\ 慕"), caller.manager)
	assert (doc.stage, doc.error_message) == ("Done", None)
	for doctype in ("Call Lead", "Lead Batch Row", "Message Log"):
		by = "name" if doctype == "Call Lead" else "lead"
		assert frappe.get_all(doctype, {by: caller.lead.name}, pluck="customer_name") == ["O'Brien \\ 慕"]


def test_a_right_number_takes_the_place_of_the_wrong_one_and_the_wrong_one_goes(caller):
	right = a_number()
	doc = approved(asked(caller, "Correct", number_to_correct=right[3:]), caller.manager)
	assert (doc.stage, doc.error_message) == ("Done", None)
	lead = frappe.get_doc("Call Lead", caller.lead.name)
	assert lead.phone_hash == vault.hash_of(right) and [n.phone_hash for n in lead.numbers] == [
		lead.phone_hash
	]
	assert vault.numbers_of([lead.phone_hash]) == {lead.phone_hash: right}
	assert everywhere(caller.number[3:], vault.hash_of(caller.number)).keys() <= {
		"tabPersonal Data Request.phone_hash"
	}


def test_a_customer_who_has_the_right_number_already_has_it_once(caller):
	right = a_number()
	caller.has_also(right)
	digest = vault.hash_of(right)
	doc = approved(asked(caller, "Correct", number_to_correct=right[3:]), caller.manager)
	assert (doc.stage, doc.error_message) == ("Done", None)
	lead = frappe.get_doc("Call Lead", caller.lead.name)
	assert (lead.phone_hash, [n.phone_hash for n in lead.numbers]) == (digest, [digest])


def test_a_right_number_that_another_customer_has_is_refused_before_anything_is_done(caller):
	other = a_lead(centre=caller.centre)
	number = vault.numbers_of([other.phone_hash])[other.phone_hash]
	doc = asked(caller, "Correct", number_to_correct=number[3:])
	with as_user(caller.manager), pytest.raises(request_execution.NumberTakenError):
		personal_data_request_events.approve(doc.name)
	assert frappe.db.get_value("Call Lead", caller.lead.name, "phone_hash") == vault.hash_of(caller.number)


def test_a_withdrawn_request_leaves_no_right_number_behind(caller):
	right = a_number()
	doc = asked(caller, "Correct", number_to_correct=right[3:])
	with as_user(caller.service):
		personal_data_request_events.withdraw(doc.name, "打错了")
	assert frappe.db.get_value(doc.doctype, doc.name, "stage") == "Withdrawn"
	assert vault.known([vault.hash_of(right)]) == set()


def test_the_request_itself_holds_neither_number_nor_what_was_forged_into_it(caller):
	doc = asked(caller, stage="Done", taken_by="Guest", wish=f"我的号码是{caller.number[3:]}", phone_mask="x")
	assert (doc.stage, doc.taken_by) == ("Received", caller.service.user)
	assert everywhere(caller.number[3:]).keys() <= {"tabPhone Vault.phone_number"}
	other = a_lead(centre=caller.centre).name
	with as_user(caller.service):
		doc.stage, doc.phone_hash, doc.leads[0].lead = "In Work", "0" * 40, other
		doc.save()
	doc.reload()
	assert (doc.stage, doc.phone_hash) == ("Received", vault.hash_of(caller.number))
	assert [row.lead for row in doc.leads] == [caller.lead.name]


@pytest.mark.req("R10")
def test_an_earlier_refusal_outlives_the_erasure_whatever_the_request_says(caller):
	vault.refuse_calls([caller.lead.phone_hash], "打扰")
	approved(asked(caller, keep_do_not_call=0), caller.manager)
	digest = vault.hash_of(caller.number)
	assert vault.refused([digest]) == {digest} and vault.numbers_of([digest])[digest] is None


@pytest.mark.req("R10")
def test_kin_who_share_one_of_two_numbers_are_not_put_on_do_not_call(caller):
	shared = a_number()
	kin = a_lead(centre=a_centre(), phone=shared)
	caller.has_also(shared)
	assert approved(asked(caller), caller.manager).stage == "Done"
	assert frappe.db.get_value("Call Lead", kin.name, ["do_not_call", "customer_name"]) == (
		0,
		kin.customer_name,
	)
	assert vault.refused([kin.phone_hash, caller.lead.phone_hash]) == {caller.lead.phone_hash}
	assert vault.numbers_of([kin.phone_hash]) == {kin.phone_hash: shared}


def test_a_strangers_rejected_row_with_the_same_mask_stays_and_is_told(caller):
	caller._row(
		"Lead Batch Row",
		batch=caller.batch.name,
		outcome="Rejected",
		customer_name="别人",
		phone_mask=caller.lead.phone_mask,
	)
	caller._row(
		"Lead Batch Row",
		batch=caller.batch.name,
		outcome="Rejected",
		customer_name=caller.name,
		phone_mask=caller.lead.phone_mask,
	)
	doc = approved(asked(caller), caller.manager)
	rows = frappe.get_all(
		"Lead Batch Row", {"batch": caller.batch.name, "outcome": "Rejected"}, pluck="customer_name"
	)
	assert sorted(rows) == ["***", "别人"]
	assert "Lead Batch Row / Phone: 1" in doc.left_over


def test_a_similar_name_of_somebody_else_stays_whole(caller):
	other = a_lead(centre=caller.centre, customer_name=f"{caller.name}娜")
	doc = approved(asked(caller), caller.manager)
	assert doc.stage == "Done"
	assert frappe.db.get_value("Call Lead", other.name, "customer_name") == f"{caller.name}娜"


def test_work_that_breaks_off_changes_nothing_and_keeps_the_files(caller, monkeypatch):
	def broken(*_args):
		raise frappe.ValidationError("no")

	monkeypatch.setattr(request_execution.scrub, "scrub", broken)
	doc = approved(asked(caller), caller.manager)
	assert (doc.stage, doc.error_message) == ("In Work", "no")
	assert frappe.db.get_value("Call Lead", caller.lead.name, "customer_name") == caller.name
	url = frappe.db.get_value("Lead Batch", caller.batch.name, "file")
	frappe.db.after_commit.run()
	assert frappe.get_doc("File", {"file_url": url}).exists_on_disk()
	monkeypatch.undo()
	with as_user(caller.manager):
		personal_data_request_events.try_again(doc.name)
	assert frappe.db.get_value(doc.doctype, doc.name, "stage") == "Done"


def test_a_batch_that_still_waits_for_its_import_keeps_its_workbook(caller):
	caller.batch.db_set("status", "Queued")
	done = erase([caller.lead.name])
	assert done.remaining == {"Lead Batch.file": 1}
	assert frappe.db.get_value("Lead Batch", caller.batch.name, "file")


@pytest.mark.req("R47")
def test_the_deadline_is_not_moved_beyond_what_the_arrival_gives(caller):
	request = asked(caller)
	by_arrival = request.due_date
	for moved, stays in ((60, 0), (-3, -3)):
		request.reload()
		request.due_date = frappe.utils.add_days(by_arrival, moved)
		request.save()
		assert str(request.due_date) == str(frappe.utils.add_days(by_arrival, stays))
	request.requested_on = frappe.utils.add_days(frappe.utils.today(), 30)
	request.due_date = frappe.utils.add_days(by_arrival, 30)
	request.save()
	assert str(request.due_date) == str(by_arrival)
