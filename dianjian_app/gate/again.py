"""A request that a deadlock broke off is made again; where the database is away, people read a sentence (decision 70).

Two people who save at the same moment can wait for each other; the database then breaks one of them off and takes back
all that it wrote. Nothing has happened, so the whole request is made again, a few times, unless what it calls does more
than write into the database. Frappe asks nobody before it answers an exception: `framework_compat.answer_first` does.
"""

from __future__ import annotations

import copy
import json
import secrets
import time
from collections.abc import Mapping

import frappe
from frappe import _
from werkzeug.wrappers import Response

from dianjian_app import framework_compat
from dianjian_app.gate.web_call import calls_of
from dianjian_app.own_transactions import DEADLOCK, code_of

TRIES = 3
PAUSE_SECONDS = 0.15
OF_FRAPPE = frozenset(
	(
		*("frappe.desk.form.save.savedocs", "frappe.desk.form.save.cancel"),
		*("frappe.client.insert", "frappe.client.save", "frappe.client.submit", "frappe.client.cancel"),
		*("frappe.client.set_value", "frappe.model.workflow.apply_workflow"),
	)
)
"""what saves documents and does nothing else"""
ONCE = frozenset(
	(
		# asks another server
		"dianjian_app.mailing.group_robot.try_out",
		# writes files
		"dianjian_app.workbooks.call_form_upload.upload",
		"dianjian_app.resources.intake.lead_batch_actions.undo",
	)
)
"""methods of the app that do more than write into the database"""
# too many connections, shutting down, killed, cannot connect, gone, lost
AWAY = frozenset((1040, 1053, 1927, 2002, 2003, 2006, 2013))
CONFLICT, UNAVAILABLE = 409, 503


def prepare() -> None:
	"""Hook before_request: from now on exceptions come here first; what the request sent is kept for another try."""
	framework_compat.answer_first(answer)
	frappe.local.dianjian_sent = copy.deepcopy(dict(frappe.local.form_dict))


def answer(error: Exception) -> Response | None:
	"""The answer to a request that ended with an exception; None where Frappe answers."""
	code = code_of(error)
	if code in AWAY:
		return _database_is_away()
	if code == DEADLOCK:
		return _made_again() or _in_words(
			"QueryDeadlockError",
			_(
				"Somebody else was saving at the same moment, and the database let them go first. Nothing of yours was saved; do it again."
			),
			CONFLICT,
		)
	return None


def may_be_made_again(verb: str, path: str, form: Mapping[str, object]) -> bool:
	"""Whether a request does nothing but write into the database, so that another try writes nothing twice."""
	calls = calls_of(verb, path, form)
	if len(calls) != 1 or calls[0].kind != "method" or calls[0].doctype:
		return False
	name = calls[0].name
	return name in OF_FRAPPE or (name.startswith("dianjian_app.") and name not in ONCE)


def _made_again() -> Response | None:
	"""The answer of another try; None where there may be none, or the database broke each of them off."""
	request, sent = frappe.local.request, getattr(frappe.local, "dianjian_sent", None)
	if sent is None or not may_be_made_again(request.method, request.path, sent):
		return None
	method = calls_of(request.method, request.path, sent)[0].name
	for attempt in range(1, TRIES + 1):
		time.sleep(PAUSE_SECONDS * attempt * (0.5 + secrets.randbelow(1000) / 1000))
		frappe.logger("dianjian").info({"deadlock": method, "attempt": attempt})
		try:
			return framework_compat.call_again(method, copy.deepcopy(sent))
		except Exception as error:
			frappe.db.rollback()
			if code_of(error) != DEADLOCK:
				return framework_compat.answer_of_frappe(error)
	return None


def _database_is_away() -> Response:
	words = "数据库暂时连不上。请稍等片刻，先看看刚才的内容是否已经保存，再做一次。"
	words += " / The database cannot be reached. Wait a moment, and look whether this was saved before you do it again."
	framework_compat.forget_database()
	frappe.logger("dianjian").error("database away", exc_info=True)
	return _in_words("DatabaseAwayError", words, UNAVAILABLE)


def _in_words(kind: str, words: str, status: int) -> Response:
	"""The sentence as the desk shows it, or as a page where a page was asked for."""
	request = frappe.local.request
	if request.path.startswith("/api/") or request.values.get("cmd") or request.is_json:
		said = json.dumps({"message": words, "indicator": "red"}, ensure_ascii=False)
		message = json.dumps([said], ensure_ascii=False)
		body, kind_of_content = (
			json.dumps({"exc_type": kind, "_server_messages": message}, ensure_ascii=False),
			"application/json",
		)
	else:
		body = f"<!doctype html><meta charset=utf-8><p>{frappe.utils.escape_html(words)}</p>"
		kind_of_content = "text/html; charset=utf-8"
	return Response(body, status=status, content_type=kind_of_content)
