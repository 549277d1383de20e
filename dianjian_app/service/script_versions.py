"""The next version of a script: copied from the one in force, with what customers asked beside it (R39, R53)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.resources.customers_named import refuse_name
from dianjian_app.service.talk_script_events import IN_FORCE, ScriptError, versions

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.talk_script.talk_script import TalkScript

COPIED = ("title", "kind", "project", "product_type", "centre", "script", "valid_from", "valid_until")
OF_ANSWERS = ("question", "answer", "asked_in", "answer_key")


@frappe.whitelist(methods=["POST"])
def next_version(script: str) -> str:
	"""The draft of the next version of a script, made from the one in force where there is none yet. Gives its name.

	script: name of any version. Raises ScriptError, PermissionError.
	"""
	return _draft_after(script).name


@frappe.whitelist(methods=["POST"])
def take_in(question: str, script: str, asked: str, answer: str) -> str:
	"""Take an answered question into the next version of a script, in words that name no customer. Gives the draft's name.

	question: name of a Customer Question; script: name of any version. Taking it in twice changes nothing. Raises
	ScriptError (no answer yet, already taken elsewhere), CustomerNamedError, PermissionError.
	"""
	frappe.new_doc("Talk Script").check_permission("write")
	doc = frappe.get_doc("Customer Question", question, for_update=True)
	doc.check_permission("write")
	if not doc.answer:
		frappe.throw(_("There is no answer to {0} yet.").format(doc.name), ScriptError)
	if doc.taken_into:
		return doc.taken_into
	refuse_name(doc.customer_name, f"{asked}\n{answer}")
	draft = _draft_after(script)
	draft.append("answers", {"question": asked, "answer": answer, "asked_in": doc.name})
	draft.save()
	doc.db_set("taken_into", draft.name, notify=True)
	return draft.name


def _draft_after(name: str) -> TalkScript:
	"""The open draft of the script's family, or a new one."""
	doc = frappe.get_doc("Talk Script", name)
	doc.check_permission("write")
	family = versions(doc.family or doc.name, lock=True)
	drafts = [v.name for v in family if v.docstatus == 0]
	if drafts:
		draft = frappe.get_doc("Talk Script", drafts[0])
		draft.check_permission("write")
		return draft
	current = [v.name for v in family if v.stage == IN_FORCE]
	if not current:
		frappe.throw(_("No version of {0} is in force.").format(doc.title), ScriptError)
	return _copy(frappe.get_doc("Talk Script", current[0]))


def _copy(earlier: TalkScript) -> TalkScript:
	draft = frappe.new_doc("Talk Script")
	draft.update({field: earlier.get(field) for field in COPIED})
	for row in earlier.answers:
		draft.append("answers", {field: row.get(field) for field in OF_ANSWERS})
	draft.flags.next_of = earlier
	return draft.insert()
