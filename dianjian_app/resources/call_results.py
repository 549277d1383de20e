"""The call results of a centre: what came of a call, and what it counts as (R11, R20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre


class CallResultError(frappe.ValidationError):
	"""The call results of a centre contradict each other."""


@dataclass(frozen=True)
class CallResult:
	"""One result. reached: the call counts as connected (可拨通); is_valid: as a valid conversation (打通有效); number_is:
	Empty, Wrong or nothing; retires_after: days with it after which the number is not called again, 0 for never.

	retry_hours: after so many hours the customer is to be called again, 0: on the next day; retry_most: so many times, 0:
	without end.
	"""

	name: str
	english_name: str
	reached: bool
	is_valid: bool
	number_is: str
	retires_after: int
	retry_hours: int = 0
	retry_most: int = 0


def results_of(centre: str) -> dict[str, CallResult]:
	"""Name → CallResult of the centre, in the order of its list."""
	return {
		row.result: CallResult(
			row.result,
			row.english_name or row.result,
			bool(cint(row.reached)),
			bool(cint(row.is_valid)),
			row.number_is or "",
			cint(row.retires_after),
			cint(row.retry_hours),
			cint(row.retry_most),
		)
		for row in frappe.get_cached_doc("Sales Centre", centre).call_results
	}


@frappe.whitelist()
def result_options(centre: str) -> list[dict[str, Any]]:
	"""The call results of a centre to choose from in forms, in the reader's language. Raises frappe.PermissionError."""
	frappe.get_doc("Sales Centre", centre).check_permission("read")
	return options_of(centre)


def options_of(centre: str) -> list[dict[str, Any]]:
	"""The call results of a centre, in the reader's language. Asks no right."""
	chinese = (frappe.local.lang or "").startswith("zh")
	return [
		{
			"value": result.name,
			"label": result.name if chinese else result.english_name,
			"reached": result.reached,
			"is_valid": result.is_valid,
		}
		for result in results_of(centre).values()
	]


def check(centre: SalesCentre) -> None:
	"""Event validate of Sales Centre: names are unique, and whom nobody reached nobody spoke with. Raises CallResultError."""
	seen: set[str] = set()
	for row in centre.call_results:
		row.result = (row.result or "").strip()
		if row.result in seen:
			frappe.throw(_("The call result {0} appears twice.").format(row.result), CallResultError)
		seen.add(row.result)
		if cint(row.is_valid) and not cint(row.reached):
			frappe.throw(
				_("{0} cannot be a valid conversation without counting as reached.").format(row.result),
				CallResultError,
			)
		if cint(row.is_valid) and (row.number_is or cint(row.retires_after)):
			frappe.throw(
				_("{0} is a valid conversation, so its number is neither empty nor wrong.").format(
					row.result
				),
				CallResultError,
			)
