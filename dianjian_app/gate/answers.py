"""What a person reads when the server could not do what they asked: a sentence, not a page of code (R47)."""

from __future__ import annotations

import json

import frappe
from frappe import _
from werkzeug.wrappers import Request, Response

# raised where an argument is missing, of the wrong kind or too large: the request is at fault, not the server
OF_THE_REQUEST = frozenset(
	(
		*(
			"TypeError",
			"ValueError",
			"KeyError",
			"AttributeError",
			"IndexError",
			"JSONDecodeError",
			"OverflowError",
		),
		*(
			"UnboundLocalError",
			"AssertionError",
			"DataError",
			"ParserError",
			"InvalidColumnName",
			"ImportError",
		),
		*(
			"ModuleNotFoundError",
			"RecursionError",
			"UnicodeEncodeError",
			"FileNotFoundError",
			"NotImplementedError",
		),
		*("InvalidOperation", "ProgrammingError", "Exception"),
	)
)
# answered 501 by Frappe where a site has no account to send mail from
OF_THE_MAIL = "OutgoingEmailError"
OF_THE_DATABASE = frozenset(("OperationalError", "InternalError"))
# deadlock, lock waited for too long, too many connections, killed, out of time, connection lost or refused, disk full
NOT_OF_THE_REQUEST = tuple(
	f"({code}," for code in (1021, 1040, 1114, 1205, 1213, 1317, 1927, 1969, 2002, 2003, 2006, 2013)
)
SERVER_ERROR, SERVICE_UNAVAILABLE, EXPECTATION_FAILED = 500, 503, 417


def say_in_words(response: Response | None = None, request: Request | None = None) -> None:
	"""Hook after_request: give a failed call of the API a sentence in place of the server's own words.

	What was at fault in the request is answered 417 as every other mistake of a request, and so is mail where none is set
	up; what the server could not do stays 500. The error is in the Error Log either way. System Managers go on to see what Frappe says.
	"""
	if response is None or response.status_code < SERVER_ERROR or not _is_call(request):
		return
	if response.status_code == SERVICE_UNAVAILABLE:
		return  # has its sentence (gate/again.py), and nobody to ask who the reader is
	if not getattr(frappe.local, "session", None) or "System Manager" in frappe.get_roles():
		return
	kind, text = _error_of(response.get_json(silent=True) or {})
	if kind in OF_THE_REQUEST or (kind in OF_THE_DATABASE and not any(c in text for c in NOT_OF_THE_REQUEST)):
		response.status_code = EXPECTATION_FAILED
		words = _("This cannot be done with what was sent. Check what you entered and try again.")
	elif kind == OF_THE_MAIL:
		response.status_code = EXPECTATION_FAILED
		words = _("This site sends no mail yet. An administrator sets up an outgoing mail account first.")
	else:
		words = _(
			"The server could not do this. Try again; if it stays, tell your administrator when it happened."
		)
	response.set_data(
		json.dumps(
			{
				"exc_type": kind or "ServerError",
				"_server_messages": json.dumps([json.dumps({"message": words, "indicator": "red"})]),
			},
			ensure_ascii=False,
		)
	)
	response.content_type = "application/json"


def _error_of(said: dict) -> tuple[str, str]:
	"""(name of the exception, all that was said of it): each version of Frappe tells it in another place."""
	errors = said.get("errors")
	first: dict = errors[0] if isinstance(errors, list) and errors else {}
	told = str(said.get("exception") or first.get("exception") or "")
	kind = said.get("exc_type") or first.get("type") or told.partition(":")[0].rpartition(".")[2]
	return str(kind), told


def _is_call(request: Request | None) -> bool:
	return request is not None and (request.path.startswith("/api/") or bool(request.values.get("cmd")))
