"""Finding a customer by the full number, which is never shown: the search goes by the keyed hash (R47, decision 23).

The number comes from the searcher: on the display of a telephone, in a letter. Found is only what they may see anyway,
and "not found" says nothing about other people's customers. A limit of a day keeps it from guessing masked digits.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, format_date

from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers import limit_alerts, vault
from dianjian_app.resources.numbers.phone import mask, read_numbers
from dianjian_app.resources.numbers.reveal import write_log
from dianjian_app.value_lists import among

DEFAULT_LIMIT = 60
MOST = 20
# DocType → (what its row says beside the customer, of when it is, the fields it is found by)
WHERE = {
	"Call Lead": ("status", "date", ("name",)),
	"Visit Confirmation": ("stage", "planned_at", ("lead", "phone_hash")),
	"Inbound Call": ("source", "called_at", ("lead", "phone_hash")),
	"Sales Deal": ("stage", "date", ("lead",)),
}


class NotANumberError(frappe.ValidationError):
	"""What was typed is no full phone number, or several."""


@frappe.whitelist(methods=["POST"])
def find_by_number(number: str) -> dict:
	"""The reader's own customers, calls and visits with a number, typed in any spelling (R47).

	number: e.g. "138 1234 5678", "+86-13812345678", "022-68172959", a landline without area code as the reader's centre
	has it. Gives {"found": [{"doctype", "name", "customer_name", "phone_mask", "what", "on"}], "message": text or
	None}; past the limit of a day found is empty and the message says so. Raises NotANumberError.
	"""
	staff = staff_of_user(frappe.session.user)
	place = staff and frappe.db.get_value("Sales Staff", staff, ["centre", "sales_group"], as_dict=True)
	area_code = place and frappe.db.get_value("Sales Centre", place.centre, "area_code")
	numbers = read_numbers(str(number or "")[:80], area_code or "").numbers
	if len(numbers) != 1:
		frappe.throw(
			_("Enter one full phone number, with the area code if it is a landline."),
			NotANumberError,
			title=_("Find by Number"),
		)
	limit = limit_alerts.allowed("search_limit_per_day", DEFAULT_LIMIT)
	if searched_today(frappe.session.user) >= limit:
		limit_alerts.past_the_limit(limit_alerts.SEARCHES, limit)
		write_log("Search", "Call Lead", None, 1, mask(numbers[0]), refused=True, doc=place)
		message = _("You have searched for {0} numbers today, which is the limit. Ask your leader.")
		return {"found": [], "message": message.format(limit)}
	found = _found(vault.hash_of(numbers[0]))
	first = found[0] if found else {"doctype": "Call Lead", "name": None}
	write_log("Search", first["doctype"], first["name"], 1, mask(numbers[0]), doc=place)
	nothing = _("None of your customers has the number {0}.").format(mask(numbers[0]))
	return {"found": found, "message": None if found else nothing}


def _found(phone_hash: str) -> list[dict]:
	with_number = {"phone_hash": phone_hash, "parenttype": "Call Lead"}
	leads = frappe.get_all("Call Lead Number", with_number, pluck="parent", limit_page_length=0)
	sought = {"name": ("in", among(leads)), "lead": ("in", among(leads)), "phone_hash": ("=", phone_hash)}
	found = []
	for doctype, (what, on, by) in WHERE.items():
		if not frappe.has_permission(doctype):
			continue
		rows = frappe.get_list(  # a list of the reader's: the row conditions hold
			doctype,
			or_filters=[[doctype, fieldname, *sought[fieldname]] for fieldname in by],
			fields=["name", "customer_name", "phone_mask", what, on],
			limit_page_length=MOST,
			order_by=f"`tab{doctype}`.creation desc",
		)
		found += [
			{
				"doctype": doctype,
				"name": row.name,
				"customer_name": row.customer_name or row.name,
				"phone_mask": row.phone_mask,
				"what": _(row[what] or ""),
				"on": format_date(row[on]) if row[on] else "",
			}
			for row in rows
		]
	return found[:MOST]


def searched_today(user: str) -> int:
	"""Searches of this user today; the user's row is locked so that two requests count one by one."""
	frappe.db.get_value("User", user, "name", for_update=True)
	log = frappe.qb.DocType("Phone Reveal Log")
	query = frappe.qb.from_(log).for_update().select(Count("*"))
	mine = (log.user == user) & (log.kind == "Search") & (log.refused == 0)
	return cint(query.where(mine & (log.revealed_at >= limit_alerts.SEARCHES.since())).run()[0][0])
