"""【意向客户邀约到访登记表】 in Excel: a register as it stands, both copies, or blank lines to write on (R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate, get_datetime, sbool
from openpyxl import Workbook

from dianjian_app.in_words import told
from dianjian_app.resources.numbers import reveal
from dianjian_app.workbooks import download, paper_form
from dianjian_app.workbooks.download import Flag, FormError
from dianjian_app.workbooks.paper_form import Column

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.invitation_register.invitation_register import InvitationRegister

BLANK_LINES, EMPTY_FORM_LINES = 5, 30
MOST_REGISTERS = 25


def columns() -> tuple[Column, ...]:
	"""The register's columns, in the reader's language."""
	return (
		Column("no", _("No."), 5, "number"),
		Column("customer_name", _("Customer Name"), 12),
		Column("phone", _("Phone"), 15),
		Column("source", _("Source"), 14),
		Column("product_need", _("Product Need"), 10),
		Column("planned", _("Planned Visit"), 17),
		Column("visited", _("Actual Visit"), 17),
		Column("receptionist", _("Receptionist"), 12),
		Column("signature", _("Receptionist Signature"), 16),
		Column("remarks", _("Remarks"), 24),
	)


@frappe.whitelist(methods=["POST"])
def download_registers(registers: str | list, numbers: Flag = 0) -> None:
	"""Registers as they stand, the agent's and the leader's copy as a sheet each (R16: 一式二份).

	registers: names, at most 25; numbers: with full numbers, which is a logged bulk reveal. Raises FormError,
	PermissionError.
	"""
	names = frappe.parse_json(registers) if isinstance(registers, str) else registers
	names = [names] if isinstance(names, str) else list(names or [])
	if not names or len(names) > MOST_REGISTERS:
		frappe.throw(_("Choose between 1 and {0} registers.").format(MOST_REGISTERS), FormError)
	docs = [frappe.get_doc("Invitation Register", name) for name in names]
	for doc in docs:
		doc.check_permission("read")
	shown: dict[str, str] = {}
	if cint(sbool(numbers)):
		leads = {row.lead for doc in docs for row in doc.rows}
		about = ("Invitation Register", docs[0].name)
		shown = reveal.bulk_reveal(leads, *about, reason=_("Invitation register in Excel"))
	workbook = download.new_workbook()
	for doc in docs:
		for copy in (_("Agent's copy"), _("Leader's copy")):
			_draw(workbook, f"{doc.agent_name} {copy}", _place(doc, copy), _rows(doc, shown), BLANK_LINES)
	rows = 0 if shown else sum(len(doc.rows) for doc in docs)  # numbers are logged as what they are
	filename = f"{_('Invitation Register')} {docs[0].agent_name} {docs[0].date}"
	download.send(workbook, filename, ("DocType", "Invitation Register"), rows)


@frappe.whitelist(methods=["POST"])
def download_blank() -> None:
	"""A register with empty lines, to write on by hand (R16). Raises PermissionError."""
	frappe.has_permission("Invitation Register", "read", throw=True)
	workbook = download.new_workbook()
	names = (_("Sales Centre"), _("Sales Group"), _("Telesales Agent"), _("Date"))
	_draw(
		workbook,
		_("Invitation Register"),
		[told(n, "____________") for n in names],
		[],
		EMPTY_FORM_LINES,
	)
	download.send(workbook, _("Invitation Register"), ("DocType", "Invitation Register"), 0)


def _place(doc: InvitationRegister, copy: str) -> list[str]:
	group = frappe.db.get_value("Sales Group", doc.sales_group, "group_name") or ""
	return [
		told(_("Sales Centre"), f"{doc.centre} {group}"),
		told(_("Telesales Agent"), doc.agent_name),
		told(_("Date"), formatdate(doc.date)),
		f"{doc.name}  {copy}",
	]


def _rows(doc: InvitationRegister, shown: dict[str, str]) -> list[dict[str, Any]]:
	return [
		{
			"customer_name": row.customer_name,
			"phone": shown.get(row.lead, row.phone_mask),
			"source": row.source,
			"product_need": row.product_need,
			"planned": _moment(row.planned_at),
			"visited": _moment(row.visited_at),
			"receptionist": row.receptionist_name,
			"signature": row.signed_by_name,
			"remarks": row.remarks,
		}
		for row in doc.rows
	]


def _moment(value: Any) -> str:
	return get_datetime(value).strftime("%Y-%m-%d %H:%M") if value else ""


def _draw(
	workbook: Workbook, name: str, place: list[str], rows: list[dict[str, Any]], blank_lines: int
) -> None:
	sheet = workbook.create_sheet(paper_form.sheet_name(name, workbook.sheetnames))
	form = columns()
	paper_form.title(sheet, 1, _("Invitation Register"), len(form))
	paper_form.line_of_text(sheet, 2, place, len(form))
	paper_form.headings(sheet, 3, form)
	lines = [*rows, *({} for _line in range(blank_lines))]
	for index, row in enumerate(lines, 1):
		paper_form.body(sheet, 3 + index, form, {**row, "no": index})
		sheet.row_dimensions[3 + index].height = 24
	last = 3 + len(lines)
	signatures = (_("Telesales Agent"), _("Sales Group Leader"), _("Date"))
	paper_form.line_of_text(sheet, last + 1, [told(s, "______________") for s in signatures], len(form))
	sheet.row_dimensions[last + 1].height = 30
	products = tuple(frappe.get_all("Product Type", {"disabled": 0}, pluck="name", order_by="sort_order"))
	paper_form.choices(workbook, sheet, 5, (4, last), products, _("Choose from the list."))
	paper_form.page(sheet, len(form), last + 1, 3)
