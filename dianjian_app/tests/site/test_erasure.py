"""A customer asks to be erased: the identity goes from everywhere, the figures stay (R47)."""

from pathlib import Path

import frappe
import pytest
from frappe.utils.file_manager import save_file

from dianjian_app import roles
from dianjian_app.calls.call_sheet_events import apply_totals, computed
from dianjian_app.incentives.entries.chain_walk import check_chain
from dianjian_app.incentives.settlement.compute import recompute
from dianjian_app.incentives.settlement.posting import post
from dianjian_app.ledger.scheduled import bring_the_month_up_to_date
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.privacy import files, personal_data_request_events
from dianjian_app.privacy.erase import erase
from dianjian_app.resources.numbers import refusal, vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_user
from dianjian_app.tests.builders.personal import Customer, approved, asked, everywhere
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import a_manager
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")

FIGURES = {
	"Daily Ledger": (
		"agent",
		"date",
		"calls",
		"connected",
		"intention",
		"grade_a",
		"invited",
		"visits",
		"deals",
		"deal_units",
	),
	"Call Sheet": (
		"calls_total",
		"calls_connected",
		"customers_connected",
		"intention_count",
		"stage",
		"docstatus",
	),
	"Visit Confirmation": (
		"stage",
		"outcome",
		"counted_on",
		"counted_key",
		"agent",
		"docstatus",
		"signed_by",
	),
	"Sales Deal": ("stage", "units", "amount", "agent", "counted_visit", "docstatus"),
	"Lead Batch": ("total_rows", "new_count", "merged_count", "rejected_count", "status"),
	"Customer Survey": ("score", "agent", "date"),
	"Customer Complaint": ("severity", "stage", "agent"),
	"Settlement Line": ("family", "agent", "value", "target", "amount", "quantity", "explanation"),
}


def figures(centre):
	"""Everything that is counted at the centre, as computed anew."""
	bring_the_month_up_to_date()
	month = frappe.utils.today()[:7]
	name = frappe.db.exists("Incentive Settlement", {"centre": centre, "month": month})
	doc = frappe.get_doc("Incentive Settlement", name) if name else None
	doc = doc or frappe.get_doc(doctype="Incentive Settlement", centre=centre, month=month).insert()
	recompute(doc)
	sheets = [
		frappe.get_doc("Call Sheet", n)
		for n in frappe.get_all("Call Sheet", {"centre": centre}, pluck="name")
	]
	return {
		"recounted": [computed(apply_totals(sheet)) for sheet in sheets],
		**{
			doctype: sorted(map(str, frappe.get_all(doctype, {"centre": centre}, fields, as_list=True)))
			for doctype, fields in FIGURES.items()
		},
	}


@made_once
def customer():
	return Customer()


@made_once
def caller():
	"""A customer who was not called yet: enough where the history does not matter."""
	return Customer(short=True)


def test_neither_number_nor_name_is_anywhere_afterwards_and_the_figures_are_the_same(customer):
	frappe.db.set_value(
		"Sales Centre", customer.centre.name, "opened_on", frappe.utils.get_first_day(frappe.utils.today())
	)
	before = figures(customer.centre.name)
	assert len(before["Daily Ledger"]) and len(before["Settlement Line"]), "no figures to keep"
	places = everywhere(customer.name, customer.number[3:])
	for place in (
		"tabCall Lead.customer_name",
		"tabCall Sheet Row.said",
		"tabVersion.data",
		"tabComment.content",
		"tabPhone Vault.phone_number",
		"tabEmail Queue.message",
		"tabError Log.error",
		"tabDelivery Log.message",
		"tabDeleted Document.data",
		"tabFile.file_name",
		"tabToDo.description",
		"tabLead Batch Row.customer_name",
	):
		assert places.get(place), f"{place} had nothing to erase"

	doc = approved(asked(customer, wish=f"我是{customer.name}，请删除"), customer.manager)

	assert (doc.stage, doc.error_message) == ("Done", None)
	assert everywhere(customer.name, customer.number[3:]) == {}
	assert figures(customer.centre.name) == before
	lead = frappe.get_doc("Call Lead", customer.lead.name)
	assert (lead.customer_name, lead.phone_mask, str(lead.erased_on)) == ("***", "***", frappe.utils.today())
	assert everywhere(customer.lead.phone_mask).keys() <= {"tabPhone Vault.phone_mask"}


def test_another_customer_of_the_same_sheet_keeps_everything(customer):
	other = frappe.db.get_value(
		"Call Lead", customer.other_lead, ["customer_name", "phone_mask", "phone_hash"], as_dict=True
	)
	approved(asked(customer), customer.manager)
	row = frappe.db.get_value(
		"Call Sheet Row",
		{"lead": customer.other_lead},
		["customer_name", "phone_mask", "phone_hash", "remarks"],
		as_dict=True,
	)
	assert {k: row[k] for k in other} == other and row.remarks == "已沟通"
	assert vault.numbers_of([other.phone_hash])
	changes = [
		frappe.parse_json(d)
		for d in frappe.get_all("Version", {"docname": customer.sheet.name}, pluck="data")
	]
	assert "别的客户" in str(changes)


def test_the_workbooks_of_the_batch_go_from_the_disk_when_the_work_is_committed(caller):
	batch = frappe.get_doc("Lead Batch", caller.batch.name)
	consent = save_file("consent.txt", b"they agreed", "Lead Batch", batch.name, is_private=1).file_url
	batch.db_set("evidence", consent)
	paths = [Path(frappe.get_site_path(url.lstrip("/"))) for url in (batch.file, batch.rejects_file)]
	assert all(p.exists() for p in paths)
	approved(asked(caller), caller.manager)
	assert all(p.exists() for p in paths), "before the commit nothing is lost"
	frappe.db.after_commit.run()
	assert not any(p.exists() for p in paths)
	assert frappe.db.exists("File", {"file_url": consent}), "consent stays proven"
	batch = frappe.get_doc("Lead Batch", caller.batch.name)
	assert (batch.file, batch.rejects_file, batch.status) == (None, None, "Imported")


def test_what_has_no_address_is_nobodys_file_and_stays(caller):
	"""A customer of an import without workbooks: `in ("",)` would find the site's folders, and without them nothing
	can be saved any more."""
	frappe.get_doc("Lead Batch", caller.batch.name).db_set({"file": None, "rejects_file": None})
	frappe.db.delete("File", {"attached_to_doctype": "Lead Batch", "attached_to_name": caller.batch.name})
	loose = frappe.get_doc(
		doctype="File", file_name="attached to a kind alone", attached_to_doctype="Call Lead"
	)
	loose.name = frappe.generate_hash(length=10)
	loose.db_insert()
	folders = set(frappe.get_all("File", {"is_folder": 1}, pluck="name"))
	assert {"Home", "Home/Attachments"} <= folders

	assert approved(asked(caller), caller.manager).stage == "Done"

	assert set(frappe.get_all("File", {"is_folder": 1}, pluck="name")) == folders
	assert frappe.db.exists("File", loose.name)
	saved = save_file("afterwards.txt", b"still works", "Lead Batch", caller.batch.name, is_private=1)
	assert frappe.db.get_value("File", saved.name, "folder") == "Home/Attachments"


def test_no_names_are_no_files():
	for nothing in ([], [""], [None]):
		assert files.attached_to("Call Lead", nothing) == []
		assert files.workbooks_of_batches(nothing) == []
		assert files.remove_files(nothing) == 0
	assert files.remove_files(["Home"]) == 0 and frappe.db.exists("File", "Home")


def test_who_took_the_request_cannot_approve_the_erasure(caller):
	doc = asked(caller, by=caller.manager)
	with as_user(caller.manager), pytest.raises(personal_data_request_events.SecondPersonError):
		personal_data_request_events.approve(doc.name)
	assert frappe.db.get_value("Call Lead", caller.lead.name, "customer_name") == caller.name
	second = a_manager(caller.centre.name)
	assert approved(doc, second).decided_by == second.user


def test_only_manager_and_administrator_decide_and_only_on_customers_within_reach(caller):
	doc = asked(caller)
	stranger = a_manager(a_centre().name)
	for nobody in (caller.service.user, stranger.user, a_user(roles.AUDITOR).name, caller.agent.user):
		with as_user(nobody), pytest.raises(frappe.PermissionError):
			personal_data_request_events.approve(doc.name)
	twin = a_lead(centre=a_centre(), phone=caller.number)
	both = asked(caller)
	assert {row.lead for row in both.leads} == {caller.lead.name, twin.name}
	assert [row.customer_name for row in both.leads if row.lead == twin.name] == [None]
	with as_user(caller.manager), pytest.raises(NotYourPartError):
		personal_data_request_events.approve(both.name)
	assert approved(both, a_user(roles.ADMIN).name).stage == "Done"


def test_approved_twice_it_is_done_once(caller):
	doc = approved(asked(caller), caller.manager)
	steps = len(doc.steps)
	with as_user(caller.manager), pytest.raises(personal_data_request_events.RequestError):
		personal_data_request_events.approve(doc.name)
	personal_data_request_events.request_execution.run(doc.name)
	assert erase([caller.lead.name]).leads == ()
	assert len(frappe.get_doc("Personal Data Request", doc.name).steps) == steps


@pytest.mark.req("R10")
def test_the_number_comes_back_in_no_list_where_the_bare_hash_stays(caller):
	approved(asked(caller, keep_do_not_call=1), caller.manager)
	digest = vault.hash_of(caller.number)
	assert vault.refused([digest]) == {digest}
	assert vault.numbers_of([digest])[digest] is None
	assert not frappe.db.exists("Call Lead Number", {"phone_hash": digest})


def test_without_it_nothing_stays_of_the_number(caller):
	approved(asked(caller, keep_do_not_call=0), caller.manager)
	assert not frappe.db.exists("Phone Vault", vault.hash_of(caller.number))
	assert everywhere(vault.hash_of(caller.number)) == {}


def test_a_number_that_somebody_else_has_too_stays_theirs(caller):
	kin = a_lead(centre=a_centre(), phone=caller.number)
	doc = asked(caller)
	row = next(r for r in doc.leads if r.lead == kin.name)
	row.include = 0
	doc.save()
	doc = approved(doc, caller.manager)
	assert doc.stage == "Done"
	assert vault.numbers_of([kin.phone_hash]) == {kin.phone_hash: caller.number}
	assert frappe.db.get_value("Call Lead", kin.name, ["customer_name", "do_not_call"]) == (
		kin.customer_name,
		0,
	)
	assert frappe.db.get_value("Call Lead", caller.lead.name, "customer_name") == "***"


def test_a_name_that_others_have_is_left_in_loose_texts_and_its_places_are_told(customer):
	a_lead(agent=customer.agent, customer_name=customer.name)
	doc = approved(asked(customer), customer.manager)
	assert "Delivery Log / Message: 1" in doc.left_over and "Call Lead / Customer Name: 1" in doc.left_over
	assert frappe.db.get_value("Call Sheet Row", {"lead": customer.lead.name}, "said") == "***"


def test_nobody_calls_texts_or_hands_out_an_erased_customer(caller):
	approved(asked(caller, keep_do_not_call=0), caller.manager)
	lead = frappe.get_doc("Call Lead", caller.lead.name)
	assert lead.do_not_call and not lead.due_on and not lead.next_step
	assert frappe.get_all("Message Log", {"lead": lead.name}, pluck="status") == ["Skipped"]
	with as_user(a_user(roles.ADMIN).name), pytest.raises(refusal.RefusalError):
		refusal.lift(lead.name, "误删")


def test_a_refused_request_says_why_and_leaves_everything(caller):
	doc = asked(caller)
	with as_user(caller.manager):
		with pytest.raises(personal_data_request_events.RequestError):
			personal_data_request_events.refuse(doc.name, " ")
		personal_data_request_events.refuse(doc.name, "不是本人")
	doc.reload()
	assert (doc.stage, doc.refusal_reason) == ("Refused", "不是本人")
	assert frappe.db.get_value("Call Lead", caller.lead.name, "customer_name") == caller.name
	with pytest.raises(personal_data_request_events.RequestError):
		doc.delete()


def test_entries_hold_links_and_figures_so_that_nothing_of_them_has_to_go(customer):
	frappe.db.set_value(
		"Sales Centre", customer.centre.name, "opened_on", frappe.utils.get_first_day(frappe.utils.today())
	)
	figures(customer.centre.name)
	settlement = frappe.get_doc("Incentive Settlement", {"centre": customer.centre.name})
	posted = post(settlement)
	assert posted, "no entries"
	explained = frappe.get_all("Incentive Entry", {"centre": customer.centre.name}, pluck="explanation")
	assert explained, "no entry explains itself"
	found = everywhere(customer.name, customer.number[3:], customer.lead.phone_mask, customer.lead.phone_hash)
	assert [p for p in found if p.startswith(("tabIncentive", "tabSettlement", "tabDaily Ledger"))] == []
	approved(asked(customer), customer.manager)
	assert check_chain(customer.centre.name).broken is None
