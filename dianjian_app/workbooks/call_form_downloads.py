"""【电开效果管控表】 for agents and leaders: today's form to fill in, a sheet as it stands, a group's in one file (R11, R15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate, get_datetime, getdate, now_datetime, sbool
from frappe.utils.password import get_encryption_key
from openpyxl import Workbook

from dianjian_app.calls import todays_list
from dianjian_app.calls.call_sheet_events import live_key
from dianjian_app.in_words import told
from dianjian_app.people.authority import stands_over
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.reporting.cut import message_of
from dianjian_app.resources.call_results import options_of
from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.numbers import reveal
from dianjian_app.resources.pool.availability import eligible_agents
from dianjian_app.workbooks import download, paper_form
from dianjian_app.workbooks.call_form import Choices, Form, Row
from dianjian_app.workbooks.call_form_sheet import add_form
from dianjian_app.workbooks.download import Flag, FormError
from dianjian_app.workbooks.form_seal import put_seals

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet

BLANK_LINES, EMPTY_FORM_LINES = 20, 100


ROW_TEXTS = (
	*("lead", "name", "customer_name", "source", "grade", "product_need", "remarks"),
	*("said", "segment", "project_asked", "next_step", "result"),
)


def secret() -> bytes:
	"""What forms of this site are sealed with."""
	return get_encryption_key().encode()


def choices_of(centre: str) -> Choices:
	"""What may be chosen in a form of the centre, in the reader's language."""
	results = options_of(centre)
	return Choices(
		grades=tuple(grades_of(centre)),
		results={r["label"]: r["value"] for r in results},
		reached=frozenset(r["value"] for r in results if r["reached"]),
		spoken=frozenset(r["value"] for r in results if r["is_valid"]),
		products={p["label"]: p["value"] for p in todays_list.product_options()},
		segments={s["label"]: s["value"] for s in todays_list.segment_options()},
		sources=tuple(
			frappe.get_all("Channel Source", {"disabled": 0, "is_group": 0}, pluck="name", order_by="lft")
		),
	)


@frappe.whitelist(methods=["POST"])
def download_today(
	agent: str | None = None, sales_group: str | None = None, blank: Flag = 0, numbers: Flag = 0
) -> None:
	"""Today's form as a file: what was logged today, then whom to call, then blank lines (R15).

	agent: default the session's; sales_group: every agent of the group who is there today, a sheet each, for its
	leader; blank: lines alone; numbers: with full numbers, which is a logged bulk reveal. Raises FormError,
	PermissionError.
	"""
	day = getdate(now_datetime())
	agents = _agents(agent, sales_group, day)
	forms = [_today_form(a, day, blank=cint(sbool(blank))) for a in agents]
	_send(
		forms,
		numbers,
		f"{_('Call Sheet')} {sales_group or _name(agents[0])} {day}",
		("Sales Staff", agents[0]),
	)


@frappe.whitelist(methods=["POST"])
def download_sheets(sheets: str | list, numbers: Flag = 0) -> None:
	"""Call sheets as they stand, each a sheet of one file (R11, R15).

	sheets: names, at most 50. Raises FormError, PermissionError.
	"""
	names = frappe.parse_json(sheets) if isinstance(sheets, str) else sheets
	names = [names] if isinstance(names, str) else list(names or [])
	if not names or len(names) > 50:
		frappe.throw(_("Choose between 1 and 50 sheets."), FormError)
	docs = [frappe.get_doc("Call Sheet", name) for name in names]
	for doc in docs:
		doc.check_permission("read")
	forms = [_filled_form(doc) for doc in docs]
	_send(
		forms, numbers, f"{_('Call Sheet')} {docs[0].agent_name} {docs[0].date}", ("Call Sheet", docs[0].name)
	)


def _agents(agent: str | None, sales_group: str | None, day: date) -> list[str]:
	user = frappe.session.user
	own = staff_of_user(user)
	if sales_group:
		centre = frappe.db.get_value("Sales Group", sales_group, "centre")
		if not stands_over(user, sales_group, centre) and user != "Administrator":
			frappe.throw(_("The forms of a group are for its leader and manager."), frappe.PermissionError)
		agents = sorted(eligible_agents(sales_group, day))
		if not agents:
			frappe.throw(_("Nobody in {0} is at work today.").format(sales_group), FormError)
		return agents
	agent = agent or own or ""
	if not agent:
		frappe.throw(_("Choose whose form it is."), FormError)
	if agent != own and user != "Administrator":
		place = frappe.db.get_value("Sales Staff", agent, ["centre", "name"], as_dict=True)
		if not place or not stands_over(user, group_on(agent, day), place.centre):
			frappe.throw(
				_("The form of {0} is for that agent and their leader.").format(agent), frappe.PermissionError
			)
	if not frappe.has_permission("Call Sheet", "read"):
		frappe.throw(_("You may not see call sheets."), frappe.PermissionError)
	return [agent]


def _name(agent: str) -> str:
	return frappe.db.get_value("Sales Staff", agent, "staff_name") or agent


def _today_form(agent: str, day: date, *, blank: bool) -> Form:
	staff = frappe.db.get_value("Sales Staff", agent, ["staff_name", "centre"], as_dict=True)
	sheet = frappe.db.get_value("Call Sheet", {"live_key": live_key(agent, day)}, "name")
	rows: list[Row] = []
	place = _place(staff.centre, group_on(agent, day), staff.staff_name, day)
	if not blank:
		leads = todays_list.leads_to_call(agent, day)
		waiting = todays_list.number_to_call(agent, day)
		if waiting > len(leads):
			place = (*place, message_of(len(leads), waiting))
		rows = [*(_sheet_rows(sheet) if sheet else []), *map(_lead_row, leads)]
	return Form(
		title=_("Call Sheet"),
		place=place,
		centre=staff.centre,
		agent=agent,
		day=day,
		rows=tuple(rows),
		blank_lines=EMPTY_FORM_LINES if blank else BLANK_LINES,
		foot=_foot(None),
	)


def _lead_row(lead: frappe._dict) -> Row:
	"""A line for a customer to call."""
	return Row(
		lead=lead.name,
		customer_name=lead.customer_name or "",
		phone=lead.phone_mask or "",
		source=lead.source or "",
		product_need=lead.product_need or "",
	)


def _filled_form(doc: CallSheet) -> Form:
	return Form(
		title=_("Call Sheet"),
		place=_place(doc.centre, doc.sales_group, doc.agent_name, getdate(doc.date)),
		centre=doc.centre,
		agent=doc.agent,
		day=getdate(doc.date),
		rows=tuple(_sheet_rows(doc.name)),
		foot=_foot(doc),
	)


def _place(centre: str, group: str | None, agent_name: str, day: date) -> tuple[str, ...]:
	group_name = frappe.db.get_value("Sales Group", group, "group_name") if group else ""
	parts = (
		(_("Sales Centre"), centre),
		(_("Sales Group"), group_name or ""),
		(_("Telesales Agent"), agent_name),
		(_("Date"), formatdate(day)),
	)
	return tuple(told(label, value) for label, value in parts)


def _foot(doc: CallSheet | None) -> tuple[tuple[str, object], ...]:
	"""The foot of the paper: computed figures of a sheet, or places for them."""
	figures = (
		(_("Calls Made"), "calls_total"),
		(_("Calls Reached"), "calls_connected"),
		(_("Valid Connected Calls"), "calls_valid"),
		(_("Visits That Day"), "visits_today"),
		(_("Deals That Day"), "deals_today"),
	)
	if doc is None:
		return tuple((label, "____") for label, _field in figures)
	counts = tuple((f"{_(c.kind)} {c.key}", c.calls) for c in doc.counts)
	shown = [(label, doc.get(name) or 0) for label, name in figures]
	return (*shown[:3], *counts, *shown[3:])


def _sheet_rows(sheet: str) -> list[Row]:
	"""The lines of a sheet's calls."""
	found = frappe.get_all(
		"Call Sheet Row",
		filters={"parent": sheet, "parenttype": "Call Sheet"},
		fields=[*ROW_TEXTS, "phone_mask", "connected", "called_at", "next_step_date", "do_not_call"],
		order_by="idx",
		limit=0,
	)
	return [
		Row(
			**_texts_of(r),
			phone=r.phone_mask or "",
			connected=bool(r.connected),
			called_at=get_datetime(r.called_at).time().replace(second=0, microsecond=0)
			if r.called_at
			else None,
			next_step_date=getdate(r.next_step_date) if r.next_step_date else None,
			do_not_call=bool(r.do_not_call),
		)
		for r in found
	]


def _texts_of(row: frappe._dict) -> dict[str, Any]:
	return {field: row.get(field) or "" for field in ROW_TEXTS}


def _send(forms: list[Form], numbers: Flag, filename: str, about: tuple[str, str]) -> None:
	"""Answer with the workbook of the forms; their lines are logged, full numbers as what they are."""
	with_numbers = bool(cint(sbool(numbers)))
	rows = 0 if with_numbers else sum(len(form.rows) for form in forms)
	if with_numbers:
		forms = _with_numbers(forms, about)
	download.send(workbook_of(forms), filename, ("DocType", "Call Sheet"), rows)


def workbook_of(forms: Iterable[Form]) -> Workbook:
	"""The forms as one workbook, a sheet each, sealed."""
	workbook = download.new_workbook()
	seals = {}
	for form in forms:
		name = paper_form.sheet_name(f"{_name(form.agent)} {form.day:%m-%d}", workbook.sheetnames)
		seals[name] = add_form(workbook, name, form, choices_of(form.centre), _)
	put_seals(workbook, seals, secret())
	return workbook


def _with_numbers(forms: list[Form], about: tuple[str, str]) -> list[Form]:
	"""The forms with full numbers: one logged bulk reveal, for those who may, within the limit of a day (R47)."""
	leads = {row.lead for form in forms for row in form.rows if row.lead}
	numbers = reveal.bulk_reveal(leads, *about, reason=_("Call sheet form in Excel"))
	return [
		replace(form, rows=tuple(replace(row, phone=numbers.get(row.lead, row.phone)) for row in form.rows))
		for form in forms
	]
