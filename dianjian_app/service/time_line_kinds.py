"""What a customer's time line is made of: the kinds, where their rows stand, and how a row reads (R43)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frappe import _
from frappe.utils import fmt_money, format_datetime, formatdate

from dianjian_app.resources.numbers.reveal import WITH_NUMBER

Row = Any
"""a row of `frappe.get_list`, its fields as attributes"""
TO_THE_MINUTE = "yyyy-MM-dd HH:mm"


@dataclass(frozen=True)
class Kind:
	"""One kind of line: where its rows stand, and how a row reads.

	fields: of the DocType, a child's as `rows.field as name`; filters: besides the customer; by: the field (of the
	DocType, or `Child.field`) that names the lead; at: the fields that say when, the first one set holds.
	"""

	key: str
	doctype: str
	fields: tuple[str, ...]
	at: tuple[str, ...]
	read: Callable[[Row], tuple[str, Sequence[tuple[str, str]]]]
	by: str = "lead"
	filters: tuple[tuple[str, str, tuple[str, object]], ...] = ()
	links_to: str = ""
	"""field with the document to open, and its DocType: "batch:Lead Batch"; empty: the row itself"""


def _moment(at: datetime) -> str:
	return format_datetime(at, TO_THE_MINUTE)


def _imported(r: Row) -> tuple[str, list]:
	said = {"New": _("New from a batch"), "Merged": _("Came again and was merged")}
	return said.get(r.outcome, _("Row rejected")), [
		(_("Source"), r.source),
		(_("Worksheet"), f"{r.sheet_name or ''} #{r.row_no}" if r.row_no else r.sheet_name),
	]


def _called_in(r: Row) -> tuple[str, list]:
	return _("Customer called in"), [
		(_("Source"), r.source),
		(_("Product Need"), r.product_need),
		(_("Remarks"), r.remarks),
	]


def _handed(r: Row) -> tuple[str, list]:
	said = {"Hand Out": _("Handed out"), "Return": _("Back in the pool"), "Transfer": _("Handed over")}
	return said.get(r.action, _(r.action or "")), [(_("Shared"), _(r.method or "")), (_("Reason"), r.reason)]


def _called(r: Row) -> tuple[str, list]:
	title = _("Called: connected") if r.connected else _("Called: not connected")
	step = f"{r.next_step or ''} {formatdate(r.next_step_date) if r.next_step_date else ''}".strip()
	return title, [
		(_("Grade"), r.grade),
		(_("What Was Said"), r.said),
		(_("Remarks"), r.remarks),
		(_("Next Step"), step),
		(_("Do Not Call"), _("Yes") if r.refuses else ""),
	]


def _texted(r: Row) -> tuple[str, list]:
	return _("SMS: {0}").format(_(r.status or "")), [(_("Text"), r.text), (_("Error"), r.error)]


def _invited(r: Row) -> tuple[str, list]:
	planned = _moment(r.planned_at) if r.planned_at else ""
	return _("Invited"), [
		(_("Planned Visit"), planned),
		(_("Receptionist"), r.receptionist_name),
		(_("Grade"), r.grade),
		(_("Remarks"), r.remarks),
	]


def _visited(r: Row) -> tuple[str, list]:
	def hand(by: str, at: datetime | None) -> str:
		return f"{_moment(at)} {by or ''}".strip() if at else ""

	return _("Visit: {0}").format(_(r.outcome or r.stage or "")), [
		(_("Planned Visit"), _moment(r.planned_at) if r.planned_at else ""),
		(_("Arrived"), hand(r.arrived_by, r.arrived_at)),
		(_("Customer Contacted Agent"), hand(r.contacted_by, r.contacted_at)),
		(_("Led to Front Desk"), hand(r.led_in_by, r.led_in_at)),
		(_("Signed"), hand(r.signed_by, r.signed_at)),
		(_("Confirmed"), hand(r.confirmed_by, r.confirmed_at)),
		(_("Did Not Come"), hand(r.no_show_by, r.no_show_at)),
		(_("Remarks"), r.remarks),
	]


def _toured(r: Row) -> tuple[str, list]:
	return _("{0}: {1}").format(_(r.choice or ""), r.unit), [(_("Remarks"), r.said)]


def _sold(r: Row) -> tuple[str, list]:
	return _("Deal: {0}").format(_(r.stage or "")), [
		(_("Product"), r.product_type),
		(_("Units"), r.units),
		(_("Amount"), fmt_money(r.amount) if r.amount else ""),
		(_("Remarks"), r.remarks),
	]


def _filed(r: Row) -> tuple[str, list]:
	return _("In the file: {0}").format(r.paper), [
		(_("Kind of Paper"), _(r.kind or "")),
		(_("Paper Number"), r.number),
		(_("Remarks"), r.remarks),
	]


def _claimed(r: Row) -> tuple[str, list]:
	return _("Claim: {0}").format(_(r.stage or "")), [
		(_("Grounds"), r.grounds),
		(_("What the Clauses Say"), r.proposal),
		(_("Ruling"), r.ruling_reason),
		(_("Final Ruling"), r.final_reason),
	]


def _refused(r: Row) -> tuple[str, list]:
	title = _("Refuses calls") if r.act == "Refused" else _("Refusal lifted")
	return title, [(_("How"), _(r.how or "")), (_("Reason"), r.reason)]


def _asked(r: Row) -> tuple[str, list]:
	return _("Satisfaction: {0}").format(r.score), [
		(_("Channel"), _(r.channel or "")),
		(_("Remarks"), r.remarks),
	]


def _complained(r: Row) -> tuple[str, list]:
	return _("Complaint: {0}").format(_(r.stage or "")), [
		(_("Severity"), _(r.severity or "")),
		(_("Complaint"), r.complaint),
		(_("Solution"), r.solution),
	]


def _questioned(r: Row) -> tuple[str, list]:
	return _("Question: {0}").format(_(r.stage or "")), [
		(_("Question"), r.question),
		(_("Answer"), r.answer),
	]


def _praised(r: Row) -> tuple[str, list]:
	return _("Praise of {0}").format(r.who or ""), [(_("Praise"), r.praise)]


def _revealed(r: Row) -> tuple[str, list]:
	said = {"Reveal": _("Number shown"), "Bulk Reveal": _("Number taken into a workbook")}
	title = _("Number refused: limit reached") if r.refused else said.get(r.kind, _(r.kind or ""))
	return title, [(_("Reason"), r.reason)]


_AGENT = ("name", "agent_name as who")
KINDS = (
	Kind(
		"Imports",
		"Lead Batch Row",
		("name", "batch", "outcome", "source", "sheet_name", "row_no", "creation"),
		("creation",),
		_imported,
		links_to="batch:Lead Batch",
	),
	Kind(
		"Incoming Calls",
		"Inbound Call",
		("name", "source", "product_need", "remarks", "called_at", "owner as by_user"),
		("called_at",),
		_called_in,
	),
	Kind(
		"Hand-outs",
		"Lead Allocation",
		(*_AGENT, "action", "method", "reason", "creation"),
		("creation",),
		_handed,
		by="Lead Allocation Item.lead",
	),
	Kind(
		"Calls",
		"Call Sheet",
		(
			*(*_AGENT, "date", "rows.called_at as called_at", "rows.connected as connected"),
			*("rows.grade as grade", "rows.said as said", "rows.remarks as remarks"),
			*("rows.next_step as next_step", "rows.next_step_date as next_step_date"),
			"rows.do_not_call as refuses",
		),
		("called_at", "date"),
		_called,
		by="Call Sheet Row.lead",
		filters=(("Call Sheet", "docstatus", ("<", 2)),),
	),
	Kind(
		"Messages",
		"Message Log",
		(*_AGENT, "status", "text", "error", "sent_at", "creation"),
		("sent_at", "creation"),
		_texted,
	),
	Kind(
		"Invitations",
		"Invitation Register",
		(
			*(*_AGENT, "signed_at", "creation", "rows.planned_at as planned_at", "rows.grade as grade"),
			*("rows.receptionist_name as receptionist_name", "rows.remarks as remarks"),
		),
		("signed_at", "creation"),
		_invited,
		by="Invitation.lead",
		filters=(("Invitation Register", "docstatus", ("<", 2)),),
	),
	Kind(
		"Visits",
		"Visit Confirmation",
		(
			*(*_AGENT, "stage", "outcome", "planned_at", "contacted_by", "contacted_at", "led_in_by"),
			*("led_in_at", "signed_by", "signed_at", "confirmed_by", "confirmed_at", "no_show_by"),
			*("no_show_at", "arrived_by", "arrived_at", "remarks", "creation"),
		),
		("signed_at", "led_in_at", "no_show_at", "planned_at", "creation"),
		_visited,
	),
	Kind(
		"Tours",
		"Visit Confirmation",
		(
			*("name", "shown_units.choice as choice", "shown_units.unit_title as unit"),
			*(
				"shown_units.remarks as said",
				"shown_units.noted_at as noted_at",
				"shown_units.noted_by as by_user",
			),
		),
		("noted_at",),
		_toured,
		by="Shown Unit.lead",
	),
	Kind(
		"Deals",
		"Sales Deal",
		(*_AGENT, "stage", "product_type", "units", "amount", "remarks", "date", "confirmed_at"),
		("confirmed_at", "date"),
		_sold,
	),
	Kind(
		"Papers",
		"Deal File",
		(
			*("name", "papers.paper as paper", "papers.kind as kind", "papers.number as number"),
			*("papers.remarks as remarks", "papers.received_on as received_on"),
			"papers.received_by as by_user",
		),
		("received_on",),
		_filed,
		by="Deal Paper.lead",
		filters=(("Deal Paper", "received_on", ("is", "set")),),
	),
	Kind(
		"Disputes",
		"Lead Claim",
		(*_AGENT, "stage", "grounds", "proposal", "ruling_reason", "final_reason", "creation"),
		("creation",),
		_claimed,
	),
	Kind(
		"Refusals",
		"Refusal Record",
		("name", "act", "how", "reason", "at", "user as by_user"),
		("at",),
		_refused,
	),
	Kind(
		"Surveys",
		"Customer Survey",
		(*_AGENT, "score", "channel", "remarks", "date", "asked_by as by_user"),
		("date",),
		_asked,
	),
	Kind(
		"Complaints",
		"Customer Complaint",
		("name", "stage", "severity", "complaint", "solution", "received_on", "received_by as by_user"),
		("received_on",),
		_complained,
	),
	Kind(
		"Questions",
		"Customer Question",
		(*_AGENT, "stage", "question", "answer", "date", "answered_at", "answered_by as by_user"),
		("date",),
		_questioned,
	),
)
PRAISE = Kind(
	"Praise",
	"Customer Praise",
	(*_AGENT, "praise", "date", "confirmed_by as by_user"),
	("date",),
	_praised,
	filters=(("Customer Praise", "docstatus", ("<", 2)),),
	by="visit",
)
REVEALS = Kind(
	"Reveals",
	"Phone Reveal Log",
	("name", "user as by_user", "kind", "refused", "reason", "revealed_at"),
	("revealed_at",),
	_revealed,
	by="reference_name",
	filters=(("Phone Reveal Log", "reference_doctype", ("in", WITH_NUMBER)),),
)
EVERY = (*KINDS, PRAISE, REVEALS)
