"""Who refused stays left alone: in any spelling, batch, group and centre, however the refusal came (R10)."""

import inspect
import io

import frappe
import openpyxl
import pytest

from dianjian_app.calls import sms_callback
from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.resources.numbers import refusal, vault
from dianjian_app.resources.pool import allocation
from dianjian_app.resources.pool.allocation import AllocationError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_batch, a_lead, a_number, a_source
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R10")
FULL_WIDTH = str.maketrans("0123456789+-", "０１２３４５６７８９＋－")
SPELLINGS = {
	"plain": lambda n: n,
	"a number": int,
	"a float": float,
	"+86": lambda n: f"+86{n}",
	"+86 and spaces": lambda n: f"+86 {n[:3]} {n[3:7]} {n[7:]}",
	"86": lambda n: f"86{n}",
	"0086": lambda n: f"0086{n}",
	"0086 and dashes": lambda n: f"0086-{n[:3]}-{n[3:7]}-{n[7:]}",
	"brackets": lambda n: f"(+86){n}",
	"spaces": lambda n: f" {n[:3]} {n[3:7]} {n[7:]} ",
	"wide spaces": lambda n: f"{n[:3]}　{n[3:7]}\u00a0{n[7:]}",
	"dashes": lambda n: f"{n[:3]}-{n[3:7]}-{n[7:]}",
	"long dashes": lambda n: f"{n[:3]}—{n[3:7]}–{n[7:]}",
	"full width": lambda n: n.translate(FULL_WIDTH),
	"full width +86-": lambda n: f"+86-{n}".translate(FULL_WIDTH),
	"an apostrophe": lambda n: f"'{n}",
	"a word before": lambda n: f"手机:{n}",
	"zero-width": lambda n: f"\u200b{n[:3]}\u200b{n[3:]}",
	"beside another": lambda n: f"{a_number()[3:]}/{n}",
}


@made_once
def number():
	return a_number()


def by_an_agent(number):
	agent = an_agent()
	lead = a_lead(agent=agent, phone=number)
	with as_user(agent):
		refusal.refuse_calls("Call Lead", lead.name, "不要再打了", "Call")


def by_a_reply(number, spelled="+86", content="退订"):
	settings = frappe.get_doc("Telesales Settings")
	settings.sms_callback_secret = "s3cret"
	settings.save()
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	reply = inspect.unwrap(sms_callback.reply)
	with as_user("Guest"):
		return reply(secret="s3cret", mobile=str(SPELLINGS[spelled](number[3:])), content=content)


def imported(number, centre, **fields):
	"""A row for each spelling, in one batch; gives the rows' outcomes by spelling."""
	book = openpyxl.Workbook()
	book.active.append(["客户", "手机"])
	for spelling, write in SPELLINGS.items():
		book.active.append([spelling, write(number[3:])])
	stream = io.BytesIO()
	book.save(stream)
	batch = a_batch(centre, stream.getvalue(), **fields)
	import_batch(batch.name)
	rows = frappe.get_all("Lead Batch Row", {"batch": batch.name}, ["outcome", "reason"], order_by="row_no")
	return dict(zip(SPELLINGS, rows, strict=True))


def reachable(number):
	"""Leads with that number that somebody might call."""
	with_number = frappe.get_all("Call Lead Number", {"phone_hash": vault.hash_of(number)}, pluck="parent")
	return frappe.get_all("Call Lead", {"name": ("in", with_number or [""]), "do_not_call": 0}, pluck="name")


@pytest.mark.parametrize("refuse", [by_an_agent, by_a_reply])
def test_no_spelling_brings_the_number_back_into_another_centre_or_group(number, refuse):
	refuse(number)
	group = a_group()
	elsewhere = frappe.get_doc("Sales Centre", group.centre)
	for fields in ({}, {"sales_group": group.name}, {"batch_name": "再来一次"}):
		for spelling, row in imported(number, elsewhere, **fields).items():
			assert (row.outcome, row.reason) == ("Rejected", "Do Not Call"), spelling
		assert reachable(number) == []
	agent = an_agent(group)
	with as_user(the_leader(group)), pytest.raises(AllocationError):
		allocation.hand_out(group.name, {agent.name: 1})


def test_in_its_own_centre_every_spelling_meets_the_lead_that_refuses(number):
	group = a_group()
	lead, agent = a_lead(group=group, phone=number), an_agent(group)
	by_a_reply(number)
	centre = frappe.get_doc("Sales Centre", group.centre)
	for spelling, row in imported(number, centre, sales_group=a_group(centre).name).items():
		assert row.outcome != "New", spelling
	assert frappe.db.count("Call Lead", {"centre": centre.name}) == 1 and reachable(number) == []
	with as_user(the_leader(group)), pytest.raises(AllocationError):
		allocation.hand_over(group.name, [lead.name], agent.name)


@pytest.mark.parametrize("spelling", ["plain", "+86", "86", "0086", "dashes", "full width"])
def test_a_reply_is_understood_however_the_provider_writes_the_number(number, spelling):
	lead = a_lead(agent=an_agent(), phone=number)
	assert by_a_reply(number, spelling) == {"refused": True}
	assert frappe.db.get_value("Call Lead", lead.name, ["do_not_call", "status"]) == (1, "Out")
	assert frappe.db.count("Refusal Record", {"lead": lead.name, "how": "SMS Reply"}) == 1


@pytest.mark.parametrize("content", ["退订", " TD ", "ＴＤ", "“退订”", "t", "N。", "不要再发了", "拒收"])
def test_each_way_to_say_so_holds(number, content):
	assert by_a_reply(number, content=content) == {"refused": True}
	assert vault.refused([vault.hash_of(number)])


@pytest.mark.parametrize("content", ["", "好的", "Tomorrow", "今天没空", "名字叫N的朋友"])
def test_other_replies_refuse_nothing(number, content):
	assert by_a_reply(number, content=content) == {"refused": False}
	assert not vault.refused([vault.hash_of(number)])


def test_a_refused_caller_becomes_nobodys_customer(number):
	by_a_reply(number)
	agent = an_agent(a_group(a_centre()))
	call = frappe.get_doc(
		doctype="Inbound Call",
		phone_input=SPELLINGS["0086 and dashes"](number[3:]),
		source=a_source(),
		answered_by=agent.name,
	).insert()
	assert frappe.db.get_value("Call Lead", call.lead, ["agent", "do_not_call", "status"]) == (None, 1, "Out")
