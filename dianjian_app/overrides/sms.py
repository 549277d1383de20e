"""Frappe's own way of sending texts, closed for customers: they are texted by the app's queue alone (R10, R14).

`frappe.core.doctype.sms_settings.sms_settings.send_sms` sends whatever whoever is logged in says, at any hour, also to
who refuses calls. Named in hooks.py as override_whitelisted_methods.
"""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app import roles
from dianjian_app.calls import sms_send
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.phone import read_numbers

WHO_TRIES_THE_PROVIDER = ("System Manager", roles.ADMIN)


class CustomerTextError(frappe.ValidationError):
	"""A text to a customer that would go past do-not-call, the hours and the log."""


@frappe.whitelist(methods=["POST"])
def send_sms(receiver_list: str | list, msg: str, sender_name: str = "", success_msg: bool = True) -> None:
	"""As frappe's send_sms, for who sets the provider up, and never to a number that is or was a customer's (R10, R14).

	receiver_list: numbers, or JSON text of one or several; each counts as asked for. Raises PermissionError for everybody
	else, asking.NumberLimitError, CustomerTextError, ProviderError, requests' errors.
	"""
	if frappe.session.user != "Administrator" and not {*WHO_TRIES_THE_PROVIDER} & set(frappe.get_roles()):
		frappe.throw(
			_("Customers are texted through the call sheet and its templates, not by free texts."),
			frappe.PermissionError,
			title=_("Texts Go Through the Call Sheet"),
		)
	receivers = _receivers(receiver_list)
	read = [read_numbers(receiver).numbers for receiver in receivers]
	# whether it may be texted tells whether it is a customer's
	asking.check("Message Log", list(dict.fromkeys(number for numbers in read for number in numbers)))
	hashes = vault.hashes_of(number for numbers in read for number in numbers)
	if not read or not all(read) or vault.known(hashes.values()):
		frappe.throw(
			_(
				"Only numbers that belong to no customer get texts in this way, to try the provider. "
				"Customers are texted through the call sheet, within the hours and unless they refuse."
			),
			CustomerTextError,
			title=_("Texts Go Through the Call Sheet"),
		)
	for number in sorted(hashes):
		sms_send.post(number, msg, "")
	if cint(success_msg):
		frappe.msgprint(_("Handed to the provider: {0}").format(len(hashes)))


def _receivers(said: str | list) -> list[str]:
	if isinstance(said, str):
		try:
			said = json.loads(said)
		except ValueError:
			said = [said]
	return [str(one) for one in (said if isinstance(said, list) else [said]) if one]
