"""Each statement goes to its person by mail with the print as PDF, in the background, once; failures are tried again (R32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import escape_html, get_url_to_form

from dianjian_app.mailing import deliveries
from dianjian_app.mailing.language import language_of, speaking
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_statement.incentive_statement import IncentiveStatement

PRINT = "Incentive Statement Form"


def queue(statement: IncentiveStatement, method: str | None = None) -> None:
	"""Doc event after_insert of Incentive Statement: a delivery for the person's address, done after the commit."""
	address = frappe.db.get_value(
		"User", frappe.db.get_value("Sales Staff", statement.agent, "user") or "", "email"
	)
	if not address or not deliveries.sends_mail():
		return
	name = deliveries.claim(
		"Statement",
		deliveries.key_of("statement", statement.name),
		subject=_("Statement {0}").format(statement.month),
		recipient=address,
		reference_doctype=statement.doctype,
		reference_name=statement.name,
		centre=statement.centre,
		sales_group=statement.sales_group,
	)
	if name:
		frappe.enqueue(
			"dianjian_app.mailing.statement_mail.deliver", queue="short", enqueue_after_commit=True, name=name
		)


def deliver(name: str) -> None:
	"""Try one statement's mail, first or again; how it ended stands in its line (job)."""
	line = frappe.db.get_value(
		"Delivery Log", name, ["status", "recipient", "reference_name"], as_dict=True, for_update=True
	)
	if line and line.status in (deliveries.WAITING, deliveries.FAILED):
		deliveries.attempt(name, lambda: _mail(line.reference_name, line.recipient))


def _mail(statement: str, address: str) -> str:
	if not deliveries.sends_mail():
		raise frappe.OutgoingEmailError(
			_("This site has no account that sends mail; set one up under Email Account.")
		)
	doc = frappe.get_doc("Incentive Statement", statement)
	with speaking(language_of(frappe.db.get_value("Sales Staff", doc.agent, "user"))):
		_queue_mail(doc, address)
	return deliveries.QUEUED


def _queue_mail(doc: IncentiveStatement, address: str) -> None:
	pdf = frappe.get_print(doc.doctype, doc.name, PRINT, doc=doc, as_pdf=True)
	frappe.sendmail(
		recipients=[address],
		subject=_("Your statement of {0}").format(doc.month),
		message=_("{0}, your rewards and penalties of {1} are published; the statement is attached.").format(
			escape_html(doc.agent_name or ""), doc.month
		)
		+ f"<p><a href='{get_url_to_form(doc.doctype, doc.name)}'>{_('Open it in the desk')}</a></p>",
		attachments=[{"fname": f"{doc.name}.pdf", "fcontent": pdf}],
		reference_doctype=doc.doctype,
		reference_name=doc.name,
	)


@frappe.whitelist()
def counts(settlement: str) -> dict[str, int]:
	"""How many statements of a settlement were mailed: {"statements", "queued", "failed", "no_address", "received"}.

	Raises PermissionError.
	"""
	frappe.get_doc("Incentive Settlement", settlement).check_permission("read")
	names = frappe.get_all("Incentive Statement", {"settlement": settlement}, ["name", "acknowledged_at"])
	lines = frappe.get_all(
		"Delivery Log",
		{"kind": "Statement", "reference_name": ("in", among(n.name for n in names))},
		pluck="status",
	)
	failed = lines.count(deliveries.FAILED)
	return {
		"statements": len(names),
		"queued": len(lines) - failed,
		"failed": failed,
		"no_address": len(names) - len(lines),
		"received": sum(1 for n in names if n.acknowledged_at),
	}


@frappe.whitelist(methods=["POST"])
def send_again(settlement: str) -> int:
	"""Try the failed ones again, and those that had no address or account before. Gives how many. Raises PermissionError."""
	doc = frappe.get_doc("Incentive Settlement", settlement)
	doc.check_permission("write")
	names = frappe.get_all("Incentive Statement", {"settlement": settlement}, pluck="name")
	failed = frappe.get_all(
		"Delivery Log",
		{"kind": "Statement", "status": deliveries.FAILED, "reference_name": ("in", among(names))},
		pluck="name",
	)
	for name in failed:
		frappe.enqueue(
			"dianjian_app.mailing.statement_mail.deliver", queue="short", enqueue_after_commit=True, name=name
		)
	for name in names:
		queue(frappe.get_doc("Incentive Statement", name))
	return len(failed)
