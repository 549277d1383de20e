"""Whom to ask today: customers after a visit, a deal, a complaint or on a schedule, drawn by lot, none too often (R42).

Who was asked anything within the quiet days, who refuses calls and who has no number is left out. A text goes where the
survey says so and SMS Settings name a provider; the others stand in customer service's list, to be asked by phone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe.query_builder.functions import Coalesce, Max
from frappe.utils import getdate, now_datetime

from dianjian_app.calls.sms_batch import QUEUED, write_message
from dianjian_app.locking import hold
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.service.customer_complaint_events import CLOSED
from dianjian_app.service.survey_link_events import OPEN
from dianjian_app.service.survey_template_events import (
	COMPLAINT,
	CONSULTANT,
	DEAL,
	SCHEDULE,
	VISIT,
	fill_text,
)
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.survey_link.survey_link import SurveyLink
	from dianjian_app.dianjian_app.doctype.survey_template.survey_template import SurveyTemplate

LOOK_BACK = 14
"""so many days after its own day somebody is asked late: confirmed late, or left alone for quiet days until then"""
AT_MOST = 500
"""so many of one survey a day"""
CAME = ("Counted", "Revisit", "Walk-in")


def ask_daily() -> dict[str, int]:
	"""Make today's links and queue their texts (scheduled); gives {"asked", "texts"}. Run again it adds nothing."""
	done = {"asked": 0, "texts": 0}
	for name in frappe.get_all("Survey Template", {"disabled": 0}, pluck="name", order_by="name"):
		template: SurveyTemplate = frappe.get_cached_doc("Survey Template", name)
		hold("Survey Template", name)  # two at once follow one another
		for customer in _to_ask(template):
			_make(template, customer)
			done["asked"] += 1
	done["texts"] = _queue_texts()
	return done


def _to_ask(template: SurveyTemplate) -> Iterator[frappe._dict]:
	found = [c for c in _candidates(template) if c.agent and c.phone_hash and _is_drawn(template, c.source)]
	hashes = {c.phone_hash for c in found}
	left_alone = vault.refused(hashes) | _asked_lately(hashes, template.quiet_days)
	known = _known(_key(template, c.source) for c in found)
	asked = 0
	for customer in found:
		if customer.phone_hash in left_alone or _key(template, customer.source) in known:
			continue
		left_alone.add(customer.phone_hash)
		asked += 1
		yield customer
		if asked >= AT_MOST:
			return


def _candidates(template: SurveyTemplate) -> list[frappe._dict]:
	"""Customers whose day has come, the earliest first: source, agent, lead, visit, deal, complaint, number."""
	last = getdate() - timedelta(days=template.wait_days)
	first = last - timedelta(days=LOOK_BACK)
	return {VISIT: _visits, DEAL: _deals, COMPLAINT: _complaints, SCHEDULE: _returns}[template.asked_after](
		template, first, last
	)


def _visits(template: SurveyTemplate, first: date, last: date) -> list[frappe._dict]:
	visit = frappe.qb.DocType("Visit Confirmation")
	who = visit.receptionist if template.about == CONSULTANT else visit.agent
	query = (
		frappe.qb.from_(visit)
		.select(
			visit.name.as_("source"), visit.name.as_("visit"), visit.lead, visit.centre, visit.customer_name
		)
		.select(who.as_("agent"), visit.phone_mask, visit.phone_hash)
		.where((visit.docstatus == 1) & visit.outcome.isin(CAME))
		.where(visit.signed_at[_starts(first) : _starts(last + timedelta(days=1)) - timedelta(seconds=1)])
		.orderby(visit.signed_at)
		.orderby(visit.name)
	)
	return query.run(as_dict=True)


def _deals(template: SurveyTemplate, first: date, last: date) -> list[frappe._dict]:
	deal, lead = frappe.qb.DocType("Sales Deal"), frappe.qb.DocType("Call Lead")
	who = deal.consultant if template.about == CONSULTANT else deal.agent
	query = (
		frappe.qb.from_(deal)
		.join(lead)
		.on(lead.name == deal.lead)
		.select(deal.name.as_("source"), deal.name.as_("deal"), deal.lead, deal.centre, deal.customer_name)
		.select(who.as_("agent"), lead.phone_mask, lead.phone_hash)
		.where((deal.docstatus == 1) & deal.date[first:last])
		.orderby(deal.date)
		.orderby(deal.name)
	)
	return query.run(as_dict=True)


def _complaints(template: SurveyTemplate, first: date, last: date) -> list[frappe._dict]:
	complaint, lead = frappe.qb.DocType("Customer Complaint"), frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(complaint)
		.left_join(lead)
		.on(lead.name == complaint.lead)
		.select(
			complaint.name.as_("source"), complaint.name.as_("complaint"), complaint.lead, complaint.centre
		)
		.select(complaint.solved_by.as_("agent"))
		.select(Coalesce(lead.customer_name, complaint.customer_name).as_("customer_name"))
		.select(Coalesce(lead.phone_mask, complaint.phone_mask).as_("phone_mask"))
		.select(Coalesce(lead.phone_hash, complaint.phone_hash).as_("phone_hash"))
		.where((complaint.stage == CLOSED) & complaint.told_on[first:last])
		.orderby(complaint.told_on)
		.orderby(complaint.name)
	)
	return query.run(as_dict=True)


def _returns(template: SurveyTemplate, first: date, last: date) -> list[frappe._dict]:
	"""Customers whose last visit, and whose last link of this survey, are so many days ago."""
	visit, lead, link = (
		frappe.qb.DocType(doctype) for doctype in ("Visit Confirmation", "Call Lead", "Survey Link")
	)
	day = Max(visit.signed_at)
	query = (
		frappe.qb.from_(visit)
		.join(lead)
		.on(lead.name == visit.lead)
		.left_join(link)
		.on((link.lead == lead.name) & (link.template == template.name) & (link.made_on > last))
		.select(lead.name.as_("lead"), lead.agent, lead.centre, lead.customer_name)
		.select(lead.phone_mask, lead.phone_hash)
		.where(
			(visit.docstatus == 1) & visit.outcome.isin(CAME) & (lead.do_not_call == 0) & link.name.isnull()
		)
		.groupby(lead.name)
		.having(day < _starts(last + timedelta(days=1)))
		.orderby(day)
		.orderby(lead.name)
		.limit(AT_MOST * 4)
	)
	rows = query.run(as_dict=True)
	for row in rows:
		row.source = f"{row.lead}|{getdate()}"
	return rows


def _starts(day: date) -> datetime:
	return datetime.combine(day, time.min)


def _is_drawn(template: SurveyTemplate, source: str) -> bool:
	"""Whether the lot falls on it: always the same for the same visit, so that nobody draws again."""
	return int(_key(template, source)[:8], 16) % 100 < template.share


def _key(template: SurveyTemplate, source: str) -> str:
	return hashlib.sha256(f"{template.name}|{template.asked_after}|{source}".encode()).hexdigest()


def _known(keys: Iterable[str]) -> set[str]:
	return set(frappe.get_all("Survey Link", {"source_key": ("in", among(keys))}, pluck="source_key"))


def _asked_lately(hashes: Iterable[str], days: int) -> set[str]:
	if not days:
		return set()
	since = getdate() - timedelta(days=days)
	filters = {"phone_hash": ("in", among(hashes)), "made_on": (">", since)}
	return set(frappe.get_all("Survey Link", filters, pluck="phone_hash"))


def _make(template: SurveyTemplate, customer: frappe._dict) -> None:
	values = {f: customer.get(f) for f in ("agent", "lead", "visit", "deal", "complaint", "centre")}
	link: SurveyLink = frappe.get_doc(doctype="Survey Link", template=template.name, status=OPEN, **values)
	link.customer_name, link.phone_mask, link.phone_hash = (
		customer.customer_name,
		customer.phone_mask,
		customer.phone_hash,
	)
	link.made_on, link.source_key = getdate(), _key(template, customer.source)
	link.expires_at = now_datetime() + timedelta(days=template.valid_days)
	fill_person(link, getdate())
	link.centre = customer.centre or link.centre
	link.flags.by_the_app = True
	link.insert(ignore_permissions=True)  # made by the clock; nobody chooses whom to ask


def _queue_texts() -> int:
	"""Queue the texts of open links that have none yet; a number that had a text today gets it tomorrow."""
	if not frappe.get_cached_doc("SMS Settings").sms_gateway_url:
		return 0
	texts = {
		t.name: t for t in frappe.get_all("Survey Template", {"by_text": 1, "disabled": 0}, ["name", "text"])
	}
	filters = {
		"template": ("in", among(texts)),
		"status": OPEN,
		"message": ("is", "not set"),
		"sent_at": ("is", "not set"),
		"expires_at": (">", now_datetime()),
	}
	fields = ["name", "template", "lead", "customer_name", "phone_mask", "phone_hash", "centre"]
	links = frappe.get_all("Survey Link", filters, fields, order_by="name", limit=AT_MOST)
	refused = vault.refused(link.phone_hash for link in links)
	return sum(_queue(link, texts[link.template].text) for link in links if link.phone_hash not in refused)


def _queue(link: frappe._dict, text: str) -> bool:
	centre = frappe.get_cached_doc("Sales Centre", link.centre)
	filled = fill_text(
		text,
		{
			"customer_name": link.customer_name,
			"centre": centre.centre_name,
			"company": centre.company_name or centre.centre_name,
		},
	)
	message = write_message(
		customer_name=link.customer_name,
		phone_mask=link.phone_mask,
		phone_hash=link.phone_hash,
		lead=link.lead,
		text=hide_numbers(filled),
		status=QUEUED,
		try_at=now_datetime(),
		date=getdate(),
		centre=link.centre,  # neither agent nor group: who is scored reads no list of who is asked
	)
	if message:
		frappe.db.set_value("Survey Link", link.name, "message", message)
	return bool(message)
