"""Records that an agent has acknowledged a version of a rule, with the time; it is never changed (decision 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.stage_codes.incentive_stages import APPROVED
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.rule_acknowledgement.rule_acknowledgement import (
		RuleAcknowledgement,
	)


class AcknowledgementError(frappe.ValidationError):
	"""The version cannot be acknowledged, or the acknowledgement cannot be changed."""


@frappe.whitelist(methods=["POST"])
def acknowledge(rule: str) -> str:
	"""Acknowledge a version as the session's person; doing it twice changes nothing. Returns the record's name.

	Raises AcknowledgementError (a draft), PermissionError (no staff).
	"""
	person = staff_of_user(frappe.session.user)
	if not person:
		frappe.throw(_("Only the staff of a sales centre can acknowledge rules."), frappe.PermissionError)
	doc = frappe.get_doc("Incentive Rule", rule)
	doc.check_permission("read")
	if doc.docstatus != 1:
		frappe.throw(
			_("{0} is a draft. Only an approved version can be acknowledged.").format(rule),
			AcknowledgementError,
		)
	name = f"{rule}-{person}"
	if not frappe.db.exists("Rule Acknowledgement", name):
		frappe.db.savepoint("acknowledge")
		try:
			frappe.get_doc(doctype="Rule Acknowledgement", rule=rule, agent=person).insert(
				ignore_permissions=True  # the act writes its record; nobody may write it by hand
			)
		except frappe.DuplicateEntryError:
			frappe.db.rollback(save_point="acknowledge")
			frappe.clear_last_message()
	return name


@frappe.whitelist()
def rules_to_acknowledge() -> list[dict]:
	"""Versions in force, or to come, that the session's person has not acknowledged: [{"name", "rule_title", "sentence"}]."""
	person = staff_of_user(frappe.session.user)
	if not person:
		return []
	done = frappe.get_all("Rule Acknowledgement", {"agent": person}, pluck="rule")
	return frappe.get_list(
		"Incentive Rule",
		filters={"docstatus": 1, "stage": APPROVED, "kind": "Penalty", "name": ("not in", among(done))},
		fields=["name", "rule_title", "sentence", "valid_from"],
		order_by="family",
		limit_page_length=0,
	)


def fill_in(record: RuleAcknowledgement) -> None:
	"""Event before_insert: fill in whose it is, and the server's time."""
	record.acknowledged_at, record.user = now_datetime(), frappe.session.user
	record.date = record.acknowledged_at.date()
	fill_person(record, record.date)


def refuse_change(record: RuleAcknowledgement) -> None:
	"""Events validate of a stored record, and on_trash. Raises AcknowledgementError."""
	frappe.throw(_("An acknowledgement cannot be changed or deleted."), AcknowledgementError)
