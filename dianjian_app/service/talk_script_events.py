"""Versions of scripts and cases: one is in force, and a version in force is never edited (R39, R55).

A script that changes is a new document, the next version of the same family. Submitting it brings it into force and
replaces the one before; cancelling it brings that one back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate
from pypika import Order

from dianjian_app import permissions
from dianjian_app.resources.customers_named import refuse_customers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.talk_script.talk_script import TalkScript

DRAFT, IN_FORCE, REPLACED, WITHDRAWN = "Draft", "In Force", "Replaced", "Withdrawn"
CASES = ("Success Case", "Failure Case")
OFFERS = ("Offer", "Present Activity")
"""kinds that are told while they hold, from a day until another"""
BY_APP = ("stage", "version", "family", "replaces", "author", "author_name", "in_force_from")
BELONGS = ("centre", "kind")


class ScriptError(frappe.ValidationError):
	"""A script that cannot be so."""


def validate(script: TalkScript) -> None:
	"""Event validate: whose version it is, what it says, and that no customer can be known from it.

	Raises ScriptError, CustomerNamedError, OutOfScopeError.
	"""
	before = script.get_doc_before_save()
	_keep_place(script, before)
	if not (script.script or "").strip() and not script.answers:
		frappe.throw(_("Write what to say, or at least one question with its answer."), ScriptError)
	_check_days(script)
	refuse_customers(script, _texts(script))
	_key_answers(script, before)
	permissions.check_in_scope(script)


def _keep_place(script: TalkScript, before: TalkScript | None) -> None:
	"""What the app alone says of a version; a version stays in its family's centre and kind."""
	if before:
		for field in BY_APP:
			script.set(field, before.get(field))
	else:
		earlier = script.flags.next_of
		script.stage, script.in_force_from = DRAFT, None
		script.replaces = earlier.name if earlier else None
		script.family = earlier.family or earlier.name if earlier else None
		script.version = _last_version(script.family) + 1 if script.family else 1
		script.author = frappe.session.user
		script.author_name = frappe.utils.get_fullname(script.author)
	if script.replaces:
		kept = frappe.db.get_value("Talk Script", script.replaces, BELONGS, as_dict=True)
		for field in BELONGS:
			script.set(field, kept[field])


def _check_days(script: TalkScript) -> None:
	"""An offer holds from a day until another; of anything else the version says since when."""
	if script.kind not in OFFERS:
		script.valid_from = script.valid_until = None
		return
	if not script.valid_until:
		frappe.throw(_("Say until which day this is told to customers."), ScriptError)
	if script.valid_from and getdate(script.valid_from) > getdate(script.valid_until):
		frappe.throw(_("The offer ends before it begins."), ScriptError)


def _key_answers(script: TalkScript, before: TalkScript | None) -> None:
	"""An answer that stays keeps its key, and how often it helped, from version to version."""
	helped = _helped_before(script.replaces)
	free = {*helped, *(row.answer_key for row in (before.answers if before else ()))}
	for row in script.answers:
		if row.answer_key not in free:
			row.answer_key = frappe.generate_hash(length=12)
		free.discard(row.answer_key)
		row.helped = helped.get(row.answer_key, 0)


def _texts(script: TalkScript) -> list[str]:
	rows = [text for row in script.answers for text in (row.question, row.answer)]
	return [text for text in (script.title, script.changes, script.script, *rows) if text]


def _helped_before(version: str | None) -> dict[str | None, int]:
	"""Answers of the version before: key → how often it helped."""
	if not version:
		return {}
	filters = {"parent": version, "parenttype": "Talk Script"}
	rows = frappe.get_all("Talk Script Answer", filters, ["answer_key", "helped"], limit=0)
	return {row.answer_key: row.helped for row in rows}


def _last_version(family: str) -> int:
	rows = frappe.get_all(
		"Talk Script",
		or_filters={"name": family, "family": family},
		pluck="version",
		order_by="version desc",
		limit=1,
	)
	return rows[0] if rows else 0


def bring_into_force(script: TalkScript) -> None:
	"""Event on_submit: this version holds from today, and the one before is replaced. Raises ScriptError."""
	family = script.family or script.name
	for version in versions(family, lock=True):
		if version.stage != IN_FORCE:
			continue
		if version.version > script.version:
			frappe.throw(
				_("Version {0} is in force already; write the next one from it.").format(version.version),
				ScriptError,
			)
		frappe.db.set_value("Talk Script", version.name, "stage", REPLACED)
	script.db_set({"stage": IN_FORCE, "family": family, "in_force_from": getdate()})


def withdraw(script: TalkScript) -> None:
	"""Event on_cancel: the version before holds again, where this one was in force."""
	was, family = script.stage, script.family or script.name
	script.db_set("stage", WITHDRAWN)
	if was != IN_FORCE:
		return
	for version in versions(family, lock=True):
		if version.name != script.name and version.stage == REPLACED:
			frappe.db.set_value("Talk Script", version.name, "stage", IN_FORCE)
			return


def versions(family: str, *, lock: bool = False) -> list[frappe._dict]:
	"""The versions of a family, latest first: name, version, stage, docstatus."""
	script = frappe.qb.DocType("Talk Script")
	query = (
		frappe.qb.from_(script)
		.where((script.family == family) | (script.name == family))
		.select(script.name, script.version, script.stage, script.docstatus)
		.orderby(script.version, order=Order.desc)
	)
	return (query.for_update() if lock else query).run(as_dict=True)
