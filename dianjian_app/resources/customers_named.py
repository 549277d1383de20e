"""Texts that everybody reads name no customer: neither a number nor a name (R39, R47, R55).

Whether a name is a customer's is asked of the customers whom the writer may see, so that the answer tells nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from pypika import CustomFunction
from pypika.functions import Length

from dianjian_app.in_words import listed
from dianjian_app.permissions import row_condition
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from frappe.model.document import Document

LOCATE = CustomFunction("locate", ["part", "text"])
BYTES_OF_ONE = 3
"""one Chinese character: no name"""
FEW = 3
NOBODYS = ("客户", "先生", "女士", "业主", "陌生", "匿名", "未知")
"""what stands for a name where nobody knows one"""


class CustomerNamedError(frappe.ValidationError):
	"""A text by which a customer can be known."""


def refuse_customers(doc: Document, texts: Iterable[str]) -> None:
	"""Refuse texts that everybody will read with a number, or with the name of a customer. Raises CustomerNamedError."""
	text = "\n".join(texts)
	if hide_numbers(text) != text:
		frappe.throw(
			_("There is a phone number in it. Everybody reads this: leave the number out."),
			CustomerNamedError,
		)
	names = customers_in(text)
	if names:
		_refuse(names)


def _refuse(names: Iterable[str]) -> None:
	frappe.throw(
		_("{0} is the name of a customer. Everybody reads this: write “the customer” instead.").format(
			listed(names)
		),
		CustomerNamedError,
		title=_("Customer Named"),
	)


def refuse_name(name: str | None, text: str) -> None:
	"""Refuse a text that everybody will read with this customer's name in it. Raises CustomerNamedError."""
	if name and name.strip() not in NOBODYS and len(name.strip()) > 1 and name.strip() in text:
		_refuse([name.strip()])


def customers_in(text: str) -> list[str]:
	"""Names of customers that stand in a text, of those whom the session's user may see; the first few."""
	if not text.strip() or not frappe.has_permission("Call Lead", "read"):
		return []
	lead = frappe.qb.DocType("Call Lead")
	name = lead.customer_name
	query = (
		frappe.qb.from_(lead)
		.select(name)
		.distinct()
		.where(name.isnotnull() & name.notin(NOBODYS))
		.where(Length(name) > BYTES_OF_ONE)
		.where(LOCATE(name, text) > 0)
		.limit(FEW)
	)
	condition = row_condition("Call Lead", lead)
	return (query if condition is None else query.where(condition)).run(pluck=True)
