"""Carrying out an approved request: export, correction or erasure, each logged step by step (R47)."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.file_manager import save_file
from pypika import Case

from dianjian_app.privacy import files, framework_records, scrub
from dianjian_app.privacy.correct import correct, taken_by_another
from dianjian_app.privacy.erase import Erased, erase, erase_unlinked, forget_unused
from dianjian_app.privacy.export import as_workbook, as_zip, held_about
from dianjian_app.privacy.holdings import ERASED
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.reveal import write_log
from dianjian_app.value_lists import among

DOCTYPE = "Personal Data Request"
RESULTS = (
	*("decided_by", "decided_at", "refusal_reason", "done_at", "export_file", "export_zip"),
	*("left_over", "error_message"),
)


class NumberTakenError(frappe.ValidationError):
	"""The right number is another customer's of the same centre."""


def meant(doc) -> list[str]:
	"""The customers that the request is about: found, and not said to be somebody else."""
	return [row.lead for row in doc.leads if row.include and row.lead]


def note(doc, step: str, what: str) -> None:
	"""One line of the request's log. Neither names nor numbers belong in it."""
	doc.append("steps", {"at": now_datetime(), "user": frappe.session.user, "step": step, "what": what})


def save(doc) -> None:
	"""Save what an act has written."""
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the act has asked who may


def run(request: str, language: str = "") -> None:
	"""The job: does what was approved, in one transaction. What breaks off changes nothing and says why.

	language: what the log and the customer's files are written in; a job has none of its own.
	"""
	frappe.local.lang = language or frappe.local.lang
	frappe.db.savepoint("personal_data")
	try:
		_do(request)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point="personal_data")
		_failed(request, str(error))
	except Exception:
		frappe.db.rollback()  # a lost connection has taken the savepoint along; the job is the unit of work
		log = frappe.log_error(title=f"Personal data request {request}")
		_failed(
			request,
			_("The work failed and nothing was changed. Try again. Error log: {0}.").format(log.name),
		)
	else:
		frappe.publish_realtime("doc_update", doctype=DOCTYPE, docname=request, after_commit=True)


def _do(request: str) -> None:
	doc = frappe.get_doc(DOCTYPE, request, for_update=True)
	if doc.stage != "In Work":
		return  # done already: a job may run twice
	{"Export": _export, "Correct": _correct, "Erase": _erase}[doc.kind](doc)
	doc.stage, doc.done_at = "Done", now_datetime()
	save(doc)
	if doc.kind == "Erase":
		_forget_request(doc)


def _failed(request: str, why: str) -> None:
	frappe.db.set_value(DOCTYPE, request, "error_message", why)
	frappe.publish_realtime("doc_update", doctype=DOCTYPE, docname=request, after_commit=True)


def _export(doc) -> None:
	held = held_about(meant(doc))
	rows = sum(len(r) for r in held.values())
	workbook = save_file(f"{doc.name}.xlsx", as_workbook(held), DOCTYPE, doc.name, is_private=1)
	everything = as_zip(meant(doc), held, doc.name)
	archive = save_file(f"{doc.name}.zip", everything, DOCTYPE, doc.name, is_private=1)
	doc.export_file, doc.export_zip = workbook.file_url, archive.file_url
	write_log("Export", DOCTYPE, doc.name, rows, _("Request of the customer"), place=doc)
	note(
		doc, _("Exported"), _("{0} rows of {1} kinds; private files on this request").format(rows, len(held))
	)


def check_correction(doc) -> None:
	"""Raises NumberTakenError where the right number is another customer's of the same centre."""
	others = doc.correct_hash and taken_by_another(meant(doc), doc.correct_hash)
	if others:
		frappe.throw(
			_(
				"{0} already has the correct number, so one customer would exist twice. Resolve that first."
			).format(", ".join(others)),
			NumberTakenError,
			title=_("Number Taken"),
		)


def _correct(doc) -> None:
	check_correction(doc)
	changed = correct(
		meant(doc),
		doc.phone_hash,
		name=doc.correct_name or "",
		new_hash=doc.correct_hash or "",
		new_mask=doc.correct_mask or "",
	)
	rows = sum(changed.values())
	if doc.correct_hash:
		note(doc, _("Number corrected"), f"{doc.phone_mask} → {doc.correct_mask}")
		forget_unused([doc.phone_hash])
	if doc.correct_name:
		note(doc, _("Name corrected"), _("in {0} rows").format(rows))


def _erase(doc) -> None:
	leads = meant(doc)
	names = frappe.get_all("Call Lead", {"name": ("in", among(leads))}, pluck="customer_name")
	hashes = _only_theirs(leads, doc.phone_hash)
	numbers = [n for n in vault.numbers_of(hashes).values() if n]
	if doc.keep_do_not_call:
		_refuse_bare(hashes)
	keep = bool(vault.refused(hashes))
	masks = _masks_of(leads, doc.phone_mask)
	done = erase(leads) if leads else Erased()
	erase_unlinked(hashes, masks, names, done)
	forget_unused(hashes)
	done.traces += framework_records.drop_prepared_reports()
	cleaned = scrub.scrub(numbers, names)
	left = {**cleaned.left, **done.left}
	doc.left_over = "\n".join(
		f"{_in_words(place)}: {n}"
		for place, n in sorted(left.items())
		if not place.startswith(DOCTYPE)  # requests are emptied last
	)
	if done.rows:
		note(doc, _("Erased"), ", ".join(f"{_(d)}: {n}" for d, n in sorted(done.rows.items())))
	note(
		doc,
		_("Erased"),
		_("{0} customers, {1} numbers, {2} files, {3} comments, changes and mails, {4} free texts").format(
			len(done.leads), done.numbers, done.files, done.traces, cleaned.rows
		),
	)
	if keep:
		note(doc, _("Left in place"), _("A bare hash of the number, so that it is never called again"))
	if doc.phone_hash not in hashes:
		note(doc, _("Left in place"), _("The number, because another customer has it too"))


def _in_words(place: str) -> str:
	"""A place ("Call Sheet.return_reason") as people know it."""
	doctype, _dot, fieldname = place.partition(".")
	if not frappe.db.exists("DocType", doctype):
		return place
	return f"{_(doctype)} / {_(frappe.get_meta(doctype).get_label(fieldname))}"


def _only_theirs(leads: list[str], phone_hash: str) -> list[str]:
	"""Hashes of numbers that no other customer has: those are taken out of every text, and refuse calls from now on."""
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


def _refuse_bare(hashes: Iterable[str]) -> None:
	"""Numbers are refused from now on; one that the vault does not know by its hash alone. Nobody else's number and no
	other lead is touched, so this is not vault.refuse_calls, which goes on to whoever shares a number."""
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


def _forget_request(doc) -> None:
	"""The requests of this customer keep what was done and lose whom it was for; their files and changes go."""
	table = frappe.qb.DocType(DOCTYPE)
	by_lead = {"lead": ("in", among(meant(doc))), "parenttype": DOCTYPE}
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
