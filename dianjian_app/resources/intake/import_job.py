"""The background job that imports a Lead Batch, and how it is queued (R6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils.background_jobs import get_job_status

from dianjian_app import bulk_writer
from dianjian_app.clean_text import clean
from dianjian_app.framework_compat import in_test
from dianjian_app.own_transactions import all_or_nothing
from dianjian_app.resources.intake.batch_import import Counts, import_batch
from dianjian_app.resources.numbers import asked_in_vain

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.lead_batch.lead_batch import LeadBatch

TIMEOUT = 3600


def enqueue_import(batch: LeadBatch) -> None:
	"""Queue the import of a batch, to begin when this transaction is committed."""
	frappe.enqueue(
		run_import,
		queue="long",
		timeout=TIMEOUT,
		job_id=_job_id(batch.name),
		enqueue_after_commit=True,
		now=in_test(),
		batch=batch.name,
		lang=frappe.local.lang,
	)


def is_waiting(batch: str) -> bool:
	"""Whether the batch's job is in the queue and has not begun."""
	return get_job_status(_job_id(batch)) == "queued"


def is_running(batch: str) -> bool:
	"""Whether another session imports the batch now: it locks the batch's row, and a killed job locks nothing."""
	table = frappe.qb.DocType("Lead Batch")
	try:
		frappe.qb.from_(table).for_update(nowait=True).select(table.name).where(table.name == batch).run()
	except frappe.QueryTimeoutError:
		return True
	return False


def _job_id(batch: str) -> str:
	return f"lead_import::{batch}"


def run_import(batch: str, lang: str | None = None) -> Counts | None:
	"""The job: import the batch, or change nothing and write the reason on the batch.

	After a failure it may run again and starts anew. lang: language of the person who started the import, for the reasons
	of rejected rows and the progress shown on the page.
	"""
	if not in_test():
		bulk_writer.connect_for_loading()
	with print_language(lang):
		return all_or_nothing(
			lambda: import_batch(batch),
			lambda reason: _record_failure(batch, reason),
			_("The import failed and nothing was changed. Try again. Error log: {0}."),
			about=("Lead Batch", batch),
			after_refusal=asked_in_vain.write_again,
		)


def _record_failure(batch: str, reason: str) -> None:
	doc = frappe.get_doc("Lead Batch", batch, for_update=True)
	if doc.status == "Queued":  # not what another job has imported meanwhile
		doc.db_set({"status": "Failed", "error_message": clean(reason)}, notify=True)
