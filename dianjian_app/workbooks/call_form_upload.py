"""A filled form is uploaded and becomes the agent's sheet of today, as a whole or not at all (R15)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import frappe
from frappe import _
from frappe.utils import formatdate, get_datetime, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.calls import day_sheet, rows
from dianjian_app.calls.errors import SheetFrozenError
from dianjian_app.in_words import listed
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.intake import reading, unreadable
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.phone import read_numbers
from dianjian_app.stage_codes import call_sheet_stages
from dianjian_app.workbooks.call_form import FORM, CellError, Row
from dianjian_app.workbooks.call_form_downloads import choices_of, secret
from dianjian_app.workbooks.call_form_reading import read_form
from dianjian_app.workbooks.download import FormError
from dianjian_app.workbooks.form_seal import SHEET, Seal, SealError, read_seals

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet
	from dianjian_app.dianjian_app.doctype.call_sheet_row.call_sheet_row import CallSheetRow

Rows = Sequence[Sequence[object]]
Sheets = Mapping[str, Rows]

MOST_BYTES = 5 * 1024 * 1024
SHOWN_ERRORS = 40


class AlteredFormError(FormError):
	"""The form is not the one that the agent downloaded."""


class BadCellsError(FormError):
	"""Cells of the form are wrong; the message names each of them."""


@frappe.whitelist(methods=["POST"])
def upload() -> dict:
	"""Save a filled form that the desk's upload dialog sends; the file itself is not kept (R15, R47)."""
	content, filename = (getattr(frappe.local, part, None) for part in ("uploaded_file", "uploaded_filename"))
	return save_form(content or b"", filename or "")


def save_form(content: bytes, filename: str) -> dict:
	"""Write the form's calls into today's sheet of the session's agent; the same form again changes nothing.

	content: the workbook's bytes. Gives {"sheet", "added", "changed", "removed", "unchanged"}. Raises FormError and its
	kinds, SheetFrozenError (handed in already), asking.NumberLimitError, PermissionError; then nothing has changed.
	"""
	agent = staff_of_user(frappe.session.user) or ""
	if not agent or roles.AGENT not in frappe.get_roles() or not frappe.has_permission("Call Sheet", "write"):
		frappe.throw(_("A form is uploaded by the telesales agent who filled it in."), frappe.PermissionError)
	day = getdate(now_datetime())
	seal, cells = _own_form(_read(content, filename), agent, day)
	choices = choices_of(seal.centre)
	written, errors = read_form(cells, seal, choices, _)
	if errors and not written:  # a bad cell leaves its line among the written; an altered form has none
		_refuse_form(_("{0}: {1}").format(errors[0].cell, _said(errors[0])))
	typed = _typed(written)
	# a number that is typed may be a guess at the own customer's, which is shown masked
	place = {"centre": seal.centre, "sales_group": frappe.db.get_value("Sales Staff", agent, "sales_group")}
	asking.check("Call Sheet", list(dict.fromkeys(n for found in typed.values() for n in found)), place=place)
	sheet = day_sheet.lock(agent, day)
	if sheet.values.stage not in call_sheet_stages.OPEN:
		frappe.throw(
			_("Today's sheet {0} is handed in; a form can no longer change it.").format(sheet.name),
			SheetFrozenError,
			title=_("Sheet Closed"),
		)
	doc = frappe.get_doc("Call Sheet", sheet.name)
	leads = _leads(written, typed, agent, doc, errors)
	_check(written, leads, doc, errors)
	if errors:
		_refuse_cells(errors)
	return _write(doc, written, leads)


def _read(content: bytes, filename: str) -> Sheets:
	"""The workbook's sheets by name. Raises FormError for a file that is not a workbook."""
	if len(content) > MOST_BYTES:
		frappe.throw(_("{0} is larger than a form can be.").format(filename), FormError)
	try:
		return {s.name: s.rows for s in reading.read_sheets(content, filename)}
	except unreadable.EncryptedError:
		message = _("{0} is locked by a password; save it without one.")
	except unreadable.EmptyFileError:
		message = _("{0} is empty.")
	except unreadable.ReadingError:
		message = _("{0} is not a form that Excel has saved as .xlsx.")
	message = message.format(filename or _("The file"))
	frappe.throw(message, FormError, title=_("Not a Form"))
	raise FormError(message)  # frappe.throw has raised; its signature does not say so


def _own_form(sheets: Sheets, agent: str, day: date) -> tuple[Seal, Rows]:
	"""The agent's own form of today in the workbook. Raises AlteredFormError."""
	try:
		seals = read_seals(sheets.get(SHEET, []), secret())
	except SealError as error:
		if error.code == "no_form":
			_refuse_form(_("This is not a form of the app. Download today's form and fill it in."))
		_refuse_form(_("The hidden marks of the form were changed. Download the form again and fill it in."))
	seals = {name: seal for name, seal in seals.items() if seal.form == FORM}
	own = {name: seal for name, seal in seals.items() if seal.agent == agent}
	if not own:
		names = [frappe.db.get_value("Sales Staff", s.agent, "staff_name") or s.agent for s in seals.values()]
		_refuse_form(
			_("This form belongs to {0}. Everybody uploads their own form.").format(listed(names[:3]))
		)
	name, seal = next(iter(own.items()))
	if seal.day != day.isoformat():
		_refuse_form(
			_("This form is for {0}, and today is {1}. Upload a form on its own day.").format(
				formatdate(seal.day), formatdate(day)
			)
		)
	if seal.centre != frappe.db.get_value("Sales Staff", agent, "centre"):
		_refuse_form(
			_("This form is for the sales centre {0}, where you no longer work.").format(seal.centre)
		)
	if name not in sheets:
		_refuse_form(_("The sheet {0} was renamed or taken out of the workbook.").format(name))
	return seal, sheets[name]


def _refuse_form(message: str) -> NoReturn:
	"""Raises AlteredFormError."""
	frappe.throw(message, AlteredFormError, title=_("Form Refused"))
	raise AlteredFormError(message)  # frappe.throw has raised; its signature does not say so


def _said(error: CellError) -> str:
	return _(error.message).format(*error.args)


def _refuse_cells(errors: Iterable[CellError]) -> None:
	found = sorted(errors, key=lambda e: (int("".join(filter(str.isdigit, e.cell)) or 0), e.cell))
	lines = [f"<b>{e.cell}</b>: {frappe.utils.escape_html(_said(e))}" for e in found[:SHOWN_ERRORS]]
	if len(found) > SHOWN_ERRORS:
		lines.append(_("… and {0} more").format(len(found) - SHOWN_ERRORS))
	frappe.throw(
		_("Nothing was saved. Correct these cells and upload the form again:") + "<br>" + "<br>".join(lines),
		BadCellsError,
		title=_("{0} Cells to Correct").format(len(found)),
	)


def _typed(written: list[Row]) -> dict[int, tuple[str, ...]]:
	"""Line → the numbers (E.164) that stand in place of the app's mark."""
	return {row.line: read_numbers(row.phone).numbers for row in written if not row.lead}


def _leads(
	written: list[Row],
	typed: Mapping[int, tuple[str, ...]],
	agent: str,
	doc: CallSheet,
	errors: list[CellError],
) -> dict[int, str]:
	"""Line → Call Lead: by the app's mark, else by the phone number that was typed. Unknown ones are errors."""
	hashes = vault.hashes_of({n for numbers in typed.values() for n in numbers})
	by_hash: dict[str, str] = {}
	if hashes:
		number, lead = frappe.qb.DocType("Call Lead Number"), frappe.qb.DocType("Call Lead")
		query = (
			frappe.qb.from_(number)
			.join(lead)
			.on(number.parent == lead.name)
			.select(number.phone_hash, lead.name)
			.where(number.phone_hash.isin(sorted(hashes.values())))
			.where((lead.centre == doc.centre) & (lead.agent == agent))
		)
		by_hash = dict(query.run())
	found: dict[int, str] = {}
	for row in written:
		if row.lead:
			found[row.line] = row.lead
			continue
		lead = next((by_hash[hashes[n]] for n in typed[row.line] if hashes[n] in by_hash), None)
		if lead:
			found[row.line] = lead
		elif typed[row.line]:
			errors.append(CellError(f"C{row.line}", "you have no customer with this number."))
		else:
			errors.append(CellError(f"C{row.line}", "write the customer's phone number to show who it is."))
	return found


def _check(written: list[Row], leads: dict[int, str], doc: CallSheet, errors: list[CellError]) -> None:
	"""What the sheet would refuse, by the cell it stands in."""
	known = {r.name: r.lead for r in doc.rows}
	facts = rows.leads_of(leads.values())
	now = now_datetime()
	for row in written:
		if row.name and row.name not in known:
			errors.append(CellError(f"R{row.line}", "this line belongs to another sheet."))
			continue
		lead = facts.get(leads.get(row.line, ""))
		if row.line in leads and lead is None:
			errors.append(CellError(f"B{row.line}", "this customer is not known."))
		elif lead and known.get(row.name) != lead.name:
			if lead.agent != doc.agent or lead.centre != doc.centre:
				errors.append(
					CellError(
						f"B{row.line}", "{0} was not handed out to you.", (lead.customer_name or lead.name,)
					)
				)
			elif lead.do_not_call:
				errors.append(
					CellError(f"B{row.line}", "{0} refuses calls.", (lead.customer_name or lead.name,))
				)
		if row.called_at and datetime.combine(getdate(doc.date), row.called_at) > now:
			errors.append(CellError(f"I{row.line}", "the time of the call is in the future."))
		if row.next_step_date and row.next_step_date < getdate(doc.date):
			errors.append(CellError(f"N{row.line}", "the next step is before the call."))


def _write(doc: CallSheet, written: list[Row], leads: dict[int, str]) -> dict:
	"""Bring the sheet's rows in line with the form's; rows that were logged elsewhere stay."""
	by_name = {r.name: r for r in doc.rows}
	by_key = {r.request_key: r for r in doc.rows if r.request_key}
	seen: Counter[str] = Counter()
	counts = Counter(added=0, changed=0, removed=0, unchanged=0)
	kept = set()
	for row in written:
		lead = leads[row.line]
		there = by_name.get(row.name)
		if there is None:
			seen[lead] += 1
			key = _key(doc, lead, seen[lead])
			there = by_key.get(key)
			if there is None:
				kept.add(id(doc.append("rows", {**_values(row, lead, None, doc), "request_key": key})))
				counts["added"] += 1
				continue
		kept.add(id(there))
		before = rows.said_by(there)
		there.update(_values(row, lead, there, doc))
		counts["changed" if rows.said_by(there) != before else "unchanged"] += 1
	for row in list(doc.rows):
		if id(row) not in kept and (row.request_key or "") in _keys_of_forms(doc, row):
			doc.remove(row)
			counts["removed"] += 1
	if counts["added"] or counts["changed"] or counts["removed"]:
		doc.save()
	return {"sheet": doc.name, **counts}


def _key(doc: CallSheet, lead: str, nth: int) -> str:
	"""The mark of the nth call to a customer that forms have written on this sheet."""
	return hashlib.sha256(f"{doc.agent}|form|{doc.name}|{lead}|{nth}".encode()).hexdigest()


def _keys_of_forms(doc: CallSheet, row: CallSheetRow) -> set[str]:
	return {_key(doc, row.lead, nth) for nth in range(1, len(doc.rows) + 1)}


def _values(row: Row, lead: str, there: CallSheetRow | None, doc: CallSheet) -> dict[str, Any]:
	"""The form's line as fields of a sheet row. The time of a row that stands keeps its seconds."""
	called_at = there.called_at if there is not None else None
	if row.called_at:
		said = datetime.combine(getdate(doc.date), row.called_at)
		same = called_at and get_datetime(called_at).replace(second=0, microsecond=0) == said
		called_at = called_at if same else said
	values = {
		"lead": lead,
		"connected": int(bool(row.connected)),
		"called_at": called_at,
		"next_step_date": row.next_step_date,
		"do_not_call": int(row.do_not_call),
	}
	for field in (
		"grade",
		"result",
		"product_need",
		"segment",
		"remarks",
		"said",
		"project_asked",
		"next_step",
	):
		values[field] = getattr(row, field) or None
	return values
