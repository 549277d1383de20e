"""Logging one call: one row under a lock on the sheet, the parent never saved whole (decision 24)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate, now_datetime

from dianjian_app.calls import rows, stages
from dianjian_app.calls.grades import grades_of
from dianjian_app.calls.project import project_leads, refuse_where_asked
from dianjian_app.calls.sheet import COMPUTED, CallSheetError, SheetFrozenError, count_rows
from dianjian_app.calls.totals import total
from dianjian_app.people.staffing import staff_of_user

TEXTS = ("grade", "product_need", "remarks", "said", "segment", "project_asked", "next_step")


@frappe.whitelist(methods=["POST"])
def log_call(
	lead: str,
	connected: bool | int | str,
	request_key: str,
	grade: str | None = None,
	product_need: str | None = None,
	remarks: str | None = None,
	called_at: str | None = None,
	said: str | None = None,
	segment: str | None = None,
	project_asked: str | None = None,
	next_step: str | None = None,
	next_step_date: str | None = None,
	do_not_call: bool | int | str = 0,
) -> dict:
	"""Append one call of the session's agent to today's sheet, which is made when it is the first (R11).

	lead: a Call Lead that the agent holds; connected: 0 or 1; request_key: made by the caller for one call, so that
	sending it twice writes one row; called_at: server time when left out; next_step_date: YYYY-MM-DD.
	Gives {"sheet", "row", "customers_connected", "calls_total"}. Raises CallSheetError (no agent), SheetFrozenError
	(handed in already), CallRowError, NotAllocatedError, DoNotCallError.
	"""
	agent = staff_of_user(frappe.session.user)
	if not agent:
		frappe.throw(
			_("Calls are logged by telesales agents; you are not on the list of staff."), CallSheetError
		)
	if not (request_key or "").strip():
		frappe.throw(_("The request has no key of its own; reload the page."), CallSheetError)
	given = locals()
	sheet = _locked_sheet_of_today(agent)
	if done := _logged_before(request_key, agent):
		return done
	if sheet.stage not in stages.OPEN:
		frappe.throw(
			_("Today's sheet {0} was handed in; no call can be added.").format(sheet.name),
			SheetFrozenError,
			title=_("Sheet Closed"),
		)
	row = _new_row(sheet, given)
	row.db_insert()
	refuse_where_asked([row])
	totals = _write_totals(sheet)
	project_leads([lead])
	return _answer(sheet.name, row.name, totals.customers, totals.calls)


def _locked_sheet_of_today(agent: str):
	"""The agent's live sheet of today, locked; made when there is none yet."""
	key = f"{agent}|{getdate(now_datetime())}"
	if not frappe.db.exists("Call Sheet", {"live_key": key}):
		frappe.db.savepoint("new_sheet")
		try:
			frappe.get_doc(doctype="Call Sheet", agent=agent, date=getdate(now_datetime())).insert()
		except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
			frappe.db.rollback(save_point="new_sheet")  # another tab made it a moment ago
	sheet = frappe.qb.DocType("Call Sheet")
	found = (
		frappe.qb.from_(sheet)
		.select(sheet.name, sheet.stage, sheet.centre, sheet.sales_group, sheet.agent, sheet.date)
		.where(sheet.live_key == key)
		.for_update()
		.run(as_dict=True)
	)
	return found[0]


def _logged_before(request_key: str, agent: str) -> dict | None:
	row = frappe.db.get_value(
		"Call Sheet Row", {"request_key": request_key, "agent": agent}, ["name", "parent"], as_dict=True
	)
	if not row:
		return None
	sheet = frappe.db.get_value(
		"Call Sheet", row.parent, ["customers_connected", "calls_total"], as_dict=True
	)
	return _answer(row.parent, row.name, sheet.customers_connected, sheet.calls_total)


def _new_row(sheet, given: dict):
	row = frappe.new_doc("Call Sheet Row")
	place = {field: sheet[field] for field in rows.PLACE}
	row.update({field: given[field] for field in TEXTS if given[field]})
	row.update(place)
	row.update(
		{
			"parent": sheet.name,
			"parenttype": "Call Sheet",
			"parentfield": "rows",
			"idx": frappe.db.count("Call Sheet Row", {"parent": sheet.name}) + 1,
			"docstatus": 0,
			"lead": given["lead"],
			"connected": cint(given["connected"]),
			"do_not_call": cint(given["do_not_call"]),
			"called_at": get_datetime(given["called_at"]) if given["called_at"] else now_datetime(),
			"next_step_date": getdate(given["next_step_date"]) if given["next_step_date"] else None,
			"request_key": given["request_key"],
		}
	)
	lead = rows.leads_of([row.lead], lock=True).get(row.lead)
	grades = grades_of(sheet.centre)
	rows.check(row, lead, grades, fresh=True, day=sheet.date, now=now_datetime())
	rows.fill(row, lead, grades, place, fresh=True)
	_check_links(row)
	row.name = frappe.generate_hash(length=10)
	row.owner = row.modified_by = frappe.session.user
	row.creation = row.modified = now_datetime()
	return row


def _check_links(row) -> None:
	if row.product_need and not frappe.db.exists("Product Type", row.product_need):
		frappe.throw(_("{0} is not a product type.").format(row.product_need), rows.CallRowError)
	options = (row.meta.get_field("segment").options or "").split("\n")
	if row.segment and row.segment not in options:
		frappe.throw(_("{0} is not a customer segment.").format(row.segment), rows.CallRowError)


def _write_totals(sheet):
	"""Totals from the sheet's rows in one query, written with two statements; the form's copy becomes outdated."""
	stored = frappe.get_all(
		"Call Sheet Row",
		filters={"parent": sheet.name},
		fields=["name", "lead", "phone_hash", "connected", "grade", "product_need", "is_intention"],
	)
	totals = total(rows.as_call(r) for r in stored)
	values = (totals.calls, totals.connected, totals.customers, totals.intention)
	frappe.db.set_value("Call Sheet", sheet.name, dict(zip(COMPUTED, values, strict=True)))
	frappe.db.delete("Call Sheet Count", {"parent": sheet.name})
	now, user = now_datetime(), frappe.session.user
	counts = count_rows(totals, {field: sheet[field] for field in rows.PLACE})
	if counts:
		fields = list(counts[0])
		frappe.db.bulk_insert(
			"Call Sheet Count",
			[
				"name",
				"parent",
				"parenttype",
				"parentfield",
				"idx",
				"owner",
				"modified_by",
				"creation",
				"modified",
				*fields,
			],
			[
				(
					*(
						frappe.generate_hash(length=10),
						sheet.name,
						"Call Sheet",
						"counts",
						i,
						user,
						user,
						now,
						now,
					),
					*(c[f] for f in fields),
				)
				for i, c in enumerate(counts, 1)
			],
		)
	return totals


def _answer(sheet: str, row: str, customers: int, calls: int) -> dict:
	return {"sheet": sheet, "row": row, "customers_connected": customers, "calls_total": calls}
