"""The customer file (客户档案): one page for one customer, the next step on top, everything below it (R43, R47)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import format_datetime, formatdate, getdate, now_datetime

from dianjian_app.resources import customer_needs
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.resources.pool.contacts import owner_of
from dianjian_app.service import time_line
from dianjian_app.service.time_line_kinds import EVERY, TO_THE_MINUTE
from dianjian_app.visits.visitors_needs import needs_for_receptionist

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_lead.call_lead import CallLead


# where a reader who does not open the lead itself finds who the customer is
CALLED_AGAIN = ("Pool", "Held", "Invited", "Visited")
ELSEWHERE = ("Visit Confirmation", "Sales Deal", "Inbound Call")


@frappe.whitelist(methods=["GET", "POST"])
def customer_file(lead: str) -> dict:
	"""Head and time line of a customer, as far as the session's user may see them (R43, R47).

	lead: name of a Call Lead. Who may open the lead gets its head; who may only open what happened with the customer (the
	receptionist of a visit, say) gets those lines under name and mask. Gives {"head": {"lead", "customer_name",
	"phone_mask", "may_open", "facts": [[label, text]], "next": {"step", "on", "overdue"} or None, "warnings": [text],
	"numbers": [mask]}, "kinds": [[key, label, count]], "lines": time_line.lines_of, newest first, "printed_by",
	"printed_at"}. Raises PermissionError, also for a customer that is not there.
	"""
	lead = str(lead or "")
	may_open = bool(frappe.db.exists("Call Lead", lead)) and frappe.has_permission("Call Lead", doc=lead)
	lines = time_line.lines_of(lead) if lead else []
	if not may_open and not lines:
		frappe.throw(
			_("{0} is not a customer of yours.").format(frappe.utils.escape_html(lead)),
			frappe.PermissionError,
			title=_("Customer File"),
		)
	counts: dict[str, int] = {}
	for line in lines:
		counts[line["kind"]] = counts.get(line["kind"], 0) + 1
		line["at_text"] = _said_at(line)
		line["at"] = str(line["at"])
	return {
		"head": _head(lead) if may_open else _head_elsewhere(lead),
		"kinds": [[k.key, _(k.key), counts[k.key]] for k in EVERY if k.key in counts],
		"lines": lines,
		"printed_by": frappe.utils.get_fullname(frappe.session.user),
		"printed_at": format_datetime(now_datetime(), TO_THE_MINUTE),
	}


def _said_at(line: dict) -> str:
	if line["at"].year == 1:
		return ""
	return format_datetime(line["at"], TO_THE_MINUTE) if line["has_time"] else formatdate(line["at"])


def _head(lead: str) -> dict:
	doc = frappe.get_doc("Call Lead", lead)
	today = getdate()
	protected = owner_of([lead], doc.centre, today) if doc.centre else None
	owner = (
		protected and protected.agent and frappe.db.get_value("Sales Staff", protected.agent, "staff_name")
	)
	facts = [
		(_("Status"), _(doc.status or "")),
		(_("Grade"), doc.grade),
		(_("Held By"), doc.agent_name or _("nobody")),
		(_("Sales Group"), doc.sales_group),
		(
			_("Protected Until"),
			f"{formatdate(protected.until)} · {owner}" if protected and owner else _("not protected"),
		),
		(_("Also Named"), (doc.other_names or "").replace("\n", ", ")),
		(_("Source"), doc.source),
		(_("Received On"), formatdate(doc.date) if doc.date else ""),
		(_("Product Need"), doc.product_need),
		(_("Segment"), _(doc.segment or "")),
		(_("Project Asked About"), doc.project_asked),
		*customer_needs.in_words(doc),
		(_("Last Called"), format_datetime(doc.last_called_at, TO_THE_MINUTE) if doc.last_called_at else ""),
		(
			_("Last Connected"),
			format_datetime(doc.last_connected_at, TO_THE_MINUTE) if doc.last_connected_at else "",
		),
		(_("Follow-up Number"), doc.follow_up_no),
		(_("Remarks"), doc.remarks),
	]
	warnings = [_("This customer refuses calls. Do not call, do not text.")] if doc.do_not_call else []
	if doc.erased_on:
		warnings = [
			_("This customer's identity was erased on {0}; figures are left.").format(
				formatdate(doc.erased_on)
			)
		]
	return {
		"lead": lead,
		"customer_name": hide_numbers(doc.customer_name or "") or lead,
		"phone_mask": doc.phone_mask,
		"numbers": [n.phone_mask for n in doc.numbers],
		"may_open": True,
		"facts": [[label, hide_numbers(str(text))] for label, text in facts if text not in (None, "", 0)],
		"next": _next(doc, today),
		"warnings": warnings,
	}


def _next(doc: CallLead, today: date) -> dict | None:
	"""What was promised, else when the customer is due by the grade; nobody who bought is called again by a grade."""
	due = doc.due_on if doc.status in CALLED_AGAIN else None
	on = getdate(doc.next_step_date or due) if doc.next_step_date or due else None
	if doc.do_not_call or not (doc.next_step or on):
		return None
	return {
		"step": hide_numbers(doc.next_step or "") or _("Call again: due by the grade"),
		"on": formatdate(on) if on else "",
		"overdue": bool(on and on < today),
	}


def _head_elsewhere(lead: str) -> dict:
	"""Name and mask as they stand in what the reader may open."""
	shown = frappe._dict()
	for doctype in ELSEWHERE:
		if not shown and frappe.has_permission(doctype):
			fields = ["customer_name", "phone_mask"]
			rows = frappe.get_list(
				doctype, {"lead": lead}, fields, order_by="creation desc", limit_page_length=1
			)
			shown = rows[0] if rows else shown
	return {
		"lead": lead,
		"customer_name": hide_numbers(shown.customer_name or "") or lead,
		"phone_mask": shown.phone_mask or "",
		"numbers": [],
		"may_open": False,
		"facts": needs_for_receptionist(lead),
		"next": None,
		"warnings": [],
	}
