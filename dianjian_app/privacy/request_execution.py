"""Carries out an approved request, an export, correction or erasure, and logs each step (R47)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.file_manager import save_file
from pypika import Case

from dianjian_app.in_words import listed, told
from dianjian_app.own_transactions import all_or_nothing
from dianjian_app.privacy import files, framework_records, scrub
from dianjian_app.privacy.correct import correct, taken_by_another
from dianjian_app.privacy.erase import ErasureResult, erase, erase_rows_without_lead, remove_unused_numbers
from dianjian_app.privacy.export import as_workbook, as_zip, collect_customer_data
from dianjian_app.privacy.holdings import ERASED
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.reveal import write_log
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.personal_data_request.personal_data_request import (
		PersonalDataRequest,
	)

DOCTYPE = "Personal Data Request"
RESULT_FIELDS = (
	*("decided_by", "decided_at", "refusal_reason", "done_at", "export_file", "export_zip"),
	*("left_over", "error_message"),
)


class NumberTakenError(frappe.ValidationError):
	"""The correct number belongs to another customer of the same centre."""


def included_leads(doc: PersonalDataRequest) -> list[str]:
	"""The leads that the request is about: those found that nobody has excluded."""
	return [row.lead for row in doc.leads if row.include and row.lead]


def add_step(doc: PersonalDataRequest, step: str, what: str) -> None:
	"""Add a line to the request's log. It must hold neither names nor numbers."""
	doc.append("steps", {"at": now_datetime(), "user": frappe.session.user, "step": step, "what": what})


def save_request(doc: PersonalDataRequest) -> None:
	"""Save a request as an act of the app has changed it."""
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the caller has checked who may


def run(request: str, language: str = "") -> None:
	"""The job: carry out an approved request in one transaction; after a failure nothing but the reason is written.

	language: of the log and the customer's files; a job has no language of its own.
	"""
	frappe.local.lang = language or frappe.local.lang
	all_or_nothing(
		lambda: _execute(request),
		lambda reason: frappe.db.set_value(DOCTYPE, request, "error_message", reason),
		_("The work failed and nothing was changed. Try again. Error log: {0}."),
		about=(DOCTYPE, request),
	)
	frappe.publish_realtime("doc_update", doctype=DOCTYPE, docname=request, after_commit=True)


def _execute(request: str) -> None:
	doc = frappe.get_doc(DOCTYPE, request, for_update=True)
	if doc.stage != "In Work":
		return  # done already: a job may run twice
	{"Export": _export, "Correct": _correct, "Erase": _erase}[doc.kind](doc)
	doc.stage, doc.done_at = "Done", now_datetime()
	save_request(doc)
	if doc.kind == "Erase":
		_blank_requests(doc)


def _export(doc: PersonalDataRequest) -> None:
	held = collect_customer_data(included_leads(doc))
	rows = sum(len(r) for r in held.values())
	workbook = save_file(f"{doc.name}.xlsx", as_workbook(held), DOCTYPE, doc.name, is_private=1)
	everything = as_zip(included_leads(doc), held, doc.name)
	archive = save_file(f"{doc.name}.zip", everything, DOCTYPE, doc.name, is_private=1)
	doc.export_file, doc.export_zip = workbook.file_url, archive.file_url
	write_log("Export", DOCTYPE, doc.name, rows, _("Request of the customer"), place=doc)
	add_step(
		doc, _("Exported"), _("{0} rows of {1} kinds; private files on this request").format(rows, len(held))
	)


def check_correction(doc: PersonalDataRequest) -> None:
	"""Raises NumberTakenError when another customer of the same centre has the correct number."""
	others = doc.correct_hash and taken_by_another(included_leads(doc), doc.correct_hash)
	if others:
		frappe.throw(
			_(
				"{0} already has the correct number, so one customer would exist twice. Resolve that first."
			).format(listed(others)),
			NumberTakenError,
			title=_("Number Taken"),
		)


def _correct(doc: PersonalDataRequest) -> None:
	check_correction(doc)
	changed = correct(
		included_leads(doc),
		doc.phone_hash,
		name=doc.correct_name or "",
		new_hash=doc.correct_hash or "",
		new_mask=doc.correct_mask or "",
	)
	rows = sum(changed.values())
	if doc.correct_hash:
		add_step(doc, _("Number corrected"), f"{doc.phone_mask} → {doc.correct_mask}")
		remove_unused_numbers([doc.phone_hash])
	if doc.correct_name:
		add_step(doc, _("Name corrected"), _("in {0} rows").format(rows))


def _erase(doc: PersonalDataRequest) -> None:
	leads = included_leads(doc)
	held = frappe.get_all("Call Lead", {"name": ("in", among(leads))}, ["customer_name", "other_names"])
	names = [name for row in held for name in (row.customer_name, *(row.other_names or "").split("\n"))]
	hashes = _exclusive_hashes(leads, doc.phone_hash)
	numbers = [n for n in vault.numbers_of(hashes).values() if n]
	if doc.keep_do_not_call:
		_refuse_hashes(hashes)
	keep = bool(vault.refused(hashes))
	masks = _masks_of(leads, doc.phone_mask)
	done = erase(leads) if leads else ErasureResult()
	erase_rows_without_lead(hashes, masks, names, done)
	remove_unused_numbers(hashes)
	done.framework_rows += framework_records.delete_prepared_reports()
	cleaned = scrub.scrub(numbers, names)
	left = {**cleaned.remaining, **done.remaining}
	doc.left_over = "\n".join(
		f"{_label_of(place)}: {n}"
		for place, n in sorted(left.items())
		if not place.startswith(DOCTYPE)  # requests are emptied last
	)
	if done.rows:
		add_step(doc, _("Erased"), listed(told(_(d), n) for d, n in sorted(done.rows.items())))
	add_step(
		doc,
		_("Erased"),
		_("{0} customers, {1} numbers, {2} files, {3} comments, changes and mails, {4} free texts").format(
			len(done.leads), done.numbers, done.files, done.framework_rows, cleaned.rows
		),
	)
	if keep:
		add_step(doc, _("Left in place"), _("A bare hash of the number, so that it is never called again"))
	if doc.phone_hash not in hashes:
		add_step(doc, _("Left in place"), _("The number, because another customer has it too"))


def _label_of(place: str) -> str:
	"""A field ("Call Sheet.return_reason") by its labels."""
	doctype, _dot, fieldname = place.partition(".")
	if not frappe.db.exists("DocType", doctype):
		return place
	return f"{_(doctype)} / {_(frappe.get_meta(doctype).get_label(fieldname))}"


def _exclusive_hashes(leads: list[str], phone_hash: str) -> list[str]:
	"""Hashes of the customers' numbers that no other customer has."""
	theirs = {
		phone_hash,
		*frappe.get_all("Call Lead Number", {"parent": ("in", among(leads))}, pluck="phone_hash"),
	} - {None, ""}
	shared = frappe.get_all(
		"Call Lead Number",
		{"phone_hash": ("in", among(sorted(theirs))), "parent": ("not in", among(leads))},
		pluck="phone_hash",
	)
	return sorted(theirs - {*shared})


def _masks_of(leads: list[str], mask: str) -> list[str]:
	return sorted(
		{mask, *frappe.get_all("Call Lead Number", {"parent": ("in", among(leads))}, pluck="phone_mask")}
	)


def _refuse_hashes(hashes: Iterable[str]) -> None:
	"""Mark numbers as refusing calls; a number that the vault does not have gets a row with only its hash.

	Unlike vault.refuse_calls this changes no other number and no lead.
	"""
	now, user = now_datetime(), frappe.session.user
	for phone_hash in hashes:
		if not frappe.db.exists("Phone Vault", phone_hash):
			row = frappe.get_doc(doctype="Phone Vault", phone_mask=ERASED)
			row.name = phone_hash
			row.db_insert()
	rows = frappe.qb.DocType("Phone Vault")
	query = frappe.qb.update(rows).set(rows.do_not_call, 1).set(rows.do_not_call_at, now)
	query = query.set(rows.do_not_call_by, user)
	query.where(rows.name.isin(among(sorted(hashes))) & (rows.do_not_call == 0)).run()


def _blank_requests(doc: PersonalDataRequest) -> None:
	"""Blank the customer in all requests about the customer; remove the requests' files and versions."""
	table = frappe.qb.DocType(DOCTYPE)
	by_lead = {"lead": ("in", among(included_leads(doc))), "parenttype": DOCTYPE}
	names = frappe.get_all(DOCTYPE, {"phone_hash": doc.phone_hash}, pluck="name")
	names = sorted({*names, *frappe.get_all("Personal Data Request Lead", by_lead, pluck="parent")})
	query = frappe.qb.update(table).where(table.name.isin(names))
	for fieldname in ("phone_mask", "wish", "correct_mask", "correct_name", "refusal_reason"):
		column = table[fieldname]
		empty = column.isnull() | (column == "")
		query = query.set(column, Case().when(empty, column).else_(ERASED))
	for fieldname in ("phone_hash", "correct_hash", "export_file", "export_zip"):
		query = query.set(table[fieldname], None)
	query.run()
	row = frappe.qb.DocType("Personal Data Request Lead")
	frappe.qb.update(row).set(row.customer_name, ERASED).where(row.parent.isin(names)).run()
	step = frappe.qb.DocType("Personal Data Request Step")
	masked = step.parent.isin(names) & step.what.like("%****%")
	frappe.qb.update(step).set(step.what, ERASED).where(masked).run()
	files.remove_files(files.attached_to(DOCTYPE, names))
	frappe.db.delete("Version", {"ref_doctype": DOCTYPE, "docname": ("in", names)})
	frappe.db.delete("__global_search", {"doctype": DOCTYPE, "name": ("in", names)})
	for name in names:
		frappe.clear_document_cache(DOCTYPE, name)
