"""The file of a deal is opened when the deal is confirmed, follows its corrections, and ends with its cancellation (R55)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.locking import document_now, hold, name_now
from dianjian_app.own_transactions import for_each
from dianjian_app.visits.deal_file_events import CANCELLED, OPEN
from dianjian_app.visits.deal_paper_list import DealPaperError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.deal_file.deal_file import DealFile
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre
	from dianjian_app.dianjian_app.doctype.sales_deal.sales_deal import SalesDeal

FROM_DEAL = ("lead", "customer_name", "product_type", "consultant", "sales_group", "centre")


def open_with_deal(deal: SalesDeal) -> None:
	"""Event on_submit of Sales Deal: its file is opened; a correction takes over the file of the deal it corrects."""
	earlier = deal.amended_from and name_now("Deal File", {"deal": deal.amended_from})
	_write(document_now("Deal File", earlier) if earlier else frappe.new_doc("Deal File"), deal)


def end_with_deal(deal: SalesDeal) -> None:
	"""Event on_cancel of Sales Deal: nothing is missing any more; the papers stay as they were."""
	name = name_now("Deal File", {"deal": deal.name})
	if name:
		file = document_now("Deal File", name)
		file.stage = CANCELLED
		_save(file)


def _write(file: DealFile, deal: SalesDeal) -> DealFile:
	file.update({field: deal.get(field) for field in FROM_DEAL})
	file.deal, file.deal_date, file.stage = deal.name, deal.date, OPEN
	file.consultant_name = (
		frappe.db.get_value("Sales Staff", deal.consultant, "staff_name") if deal.consultant else None
	)
	return _save(file)


def _save(file: DealFile) -> DealFile:
	file.flags.of_deal = True
	# the app keeps the file beside the deal; who may confirm or cancel the deal need not keep files
	file.flags.ignore_permissions = True
	return file.save()


@frappe.whitelist(methods=["POST"])
def file_of_deal(deal: str) -> str:
	"""The name of a confirmed deal's file, for who may read both; a deal of before gets its file now (R55).

	Raises DealPaperError for a deal that is not confirmed, PermissionError.
	"""
	frappe.new_doc("Deal File").check_permission("read")
	doc = frappe.get_doc("Sales Deal", deal)
	doc.check_permission("read")
	hold("Sales Deal", doc.name)
	name = name_now("Deal File", {"deal": doc.name})
	if not name and (doc.docstatus != 1 or not frappe.has_permission("Deal File", "write")):
		frappe.throw(
			_("{0} has no file: it is opened when the deal is confirmed, or by who keeps the files.").format(
				doc.name
			),
			DealPaperError,
		)
	file = document_now("Deal File", name) if name else _write(frappe.new_doc("Deal File"), doc)
	file.check_permission("read")
	return file.name


def follow_list(centre: SalesCentre) -> None:
	"""Event on_update of Sales Centre: open files ask for what the list asks for now, after the transaction."""
	before = centre.get_doc_before_save()
	if not before or _asked(before) == _asked(centre):
		return
	frappe.enqueue(
		"dianjian_app.visits.deal_files.ask_anew",
		queue="long",
		centre=centre.name,
		enqueue_after_commit=True,
	)


def _asked(centre: SalesCentre) -> list[tuple]:
	return [(row.paper, row.kind, int(row.required or 0)) for row in centre.deal_papers]


def ask_anew(centre: str) -> list[str]:
	"""Job: save the open files of a centre, so that they follow its list. Gives those that could not be saved."""
	names = frappe.get_all("Deal File", {"centre": centre, "stage": OPEN}, pluck="name", order_by="name")
	return for_each(names, _save_anew, lambda name: f"Deal file {name}")


def _save_anew(name: str) -> None:
	file = document_now("Deal File", name)
	if file.stage == OPEN:
		_save(file)
