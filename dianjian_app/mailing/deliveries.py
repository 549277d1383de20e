"""What went out to whom: the memory that keeps a mail or message from going twice, and shows what failed.

Each has a key. Whoever writes the key first delivers; a failure is tried again by the clock, with growing pauses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import frappe
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.model.document import Document
from frappe.utils import now_datetime, strip_html

from dianjian_app.own_transactions import DEADLOCK, code_of
from dianjian_app.value_lists import among

QUEUED, SENT, NOTHING, FAILED, WAITING = "Queued", "Sent", "Nothing to Send", "Failed", "Waiting"
MOST_TRIES = 5
PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))
RETRIES: dict[str, str] = {
	"Report": "dianjian_app.mailing.report_mail.deliver",
	"Group Robot": "dianjian_app.mailing.group_robot.deliver",
	"Statement": "dianjian_app.mailing.statement_mail.deliver",
}
"""kind → the function that tries a delivery (its name) again; notices are tried by the clock that tells them"""


def key_of(*parts: object) -> str:
	"""A delivery's key of what makes two the same."""
	return hashlib.sha256("|".join(str(p) for p in parts).encode()).hexdigest()


def claim(kind: str, key: str, **fields: Any) -> str | None:
	"""Write the line of a delivery that waits; gives its name, or None if its key exists already.

	kind: Report, Notice, Group Robot or Statement; fields: of Delivery Log. The unique key decides between two at once.
	"""
	frappe.db.savepoint("delivery")
	try:
		line = frappe.get_doc(
			doctype="Delivery Log",
			kind=kind,
			delivery_key=key,
			status=WAITING,
			date=now_datetime().date(),
			**fields,
		)
		line.insert(ignore_permissions=True)  # the app writes its log; nobody may write it by hand
		return line.name
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point="delivery")
		frappe.clear_last_message()
		return None


def closed(keys: Iterable[str]) -> set[str]:
	"""Those of the keys whose delivery is done, waits, or failed and is not to be tried now."""
	lines = frappe.get_all(
		"Delivery Log",
		filters={"delivery_key": ("in", among(keys))},
		fields=["delivery_key", "status", "tries", "try_again_at"],
		limit=0,
	)
	return {line.delivery_key for line in lines if not _is_due(line)}


def failed_before(key: str) -> str | None:
	"""The delivery of a key that failed and is to be tried again now; None for any other."""
	fields = ["name", "status", "tries", "try_again_at"]
	line = frappe.db.get_value("Delivery Log", {"delivery_key": key}, fields, as_dict=True, for_update=True)
	return line.name if line and _is_due(line) else None


def _is_due(line: frappe._dict) -> bool:
	again = line.try_again_at
	return line.status == FAILED and line.tries < MOST_TRIES and bool(again) and again <= now_datetime()


def record(name: str, status: str, error: str = "") -> None:
	"""Write how a try of a delivery ended; a failure says when it is tried again."""
	tries = (frappe.db.get_value("Delivery Log", name, "tries") or 0) + 1
	again = None
	if status == FAILED and tries < MOST_TRIES:
		again = now_datetime() + PAUSES[min(tries, len(PAUSES)) - 1]
	frappe.db.set_value(
		"Delivery Log",
		name,
		{
			"status": status,
			"tries": tries,
			"error": strip_html(error)[:500],
			"try_again_at": again,
			"done_at": now_datetime(),
		},
	)


def attempt(name: str, deliver: Callable[[], str]) -> str:
	"""Run one try of a delivery and record how it ended; an error is recorded, not raised, but for a deadlock. Gives the status.

	deliver: does it and gives QUEUED, SENT or NOTHING. What it wrote before an error is taken back.
	"""
	frappe.db.savepoint("attempt")
	try:
		status, error = deliver(), ""
	except Exception as failure:
		if code_of(failure) == DEADLOCK:
			raise  # the savepoint is gone, and so is the whole transaction: whoever began it begins again
		frappe.db.rollback(save_point="attempt")
		status, error = FAILED, f"{type(failure).__name__}: {failure}"
	record(name, status, error)
	return status


def place_of(doc: Document) -> tuple[str | None, str | None]:
	"""Centre and group that a document concerns."""
	centre = doc.name if doc.doctype == "Sales Centre" else doc.get("centre")
	return centre, doc.name if doc.doctype == "Sales Group" else doc.get("sales_group")


def sends_mail() -> bool:
	"""Whether the site has an account that sends mail."""
	account = EmailAccount.find_outgoing()
	return bool(account and account.get("email_id"))


def retry() -> None:
	"""By the clock: try failed deliveries again whose pause is over, each in a job of its own."""
	due = frappe.get_all(
		"Delivery Log",
		filters={"status": FAILED, "try_again_at": ("<=", now_datetime()), "tries": ("<", MOST_TRIES)},
		fields=["name", "kind"],
		limit=200,
	)
	for line in due:
		if line.kind in RETRIES:
			frappe.enqueue(
				RETRIES[line.kind],
				queue="short",
				job_id=f"delivery-{line.name}",
				deduplicate=True,
				name=line.name,
			)
