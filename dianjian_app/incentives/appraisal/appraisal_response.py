"""What the person says of their signed appraisal: acknowledged, or disagreed with in words (R38)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import document_now
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.staff_appraisal_events import AppraisalError
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_appraisal.staff_appraisal import StaffAppraisal

ACKNOWLEDGED, DISAGREED = "Acknowledged", "Disagreed"


@frappe.whitelist(methods=["POST"])
def respond(appraisal: str, agrees: bool | int | str, words: str = "") -> None:
	"""Acknowledge one's own signed appraisal, or disagree in words, once; who decides is told of a disagreement.

	Raises PermissionError (not the person), AppraisalError (not signed, said already, no words).
	"""
	doc: StaffAppraisal = document_now("Staff Appraisal", appraisal)
	doc.check_permission("read")
	if staff_of_user(frappe.session.user) != doc.agent:
		frappe.throw(_("Only {0} can answer this appraisal.").format(doc.agent_name), frappe.PermissionError)
	agreed = bool(frappe.utils.cint(frappe.utils.sbool(agrees)))
	if doc.docstatus != 1 or doc.response:
		frappe.throw(_("An appraisal is answered once, when it is signed."), AppraisalError)
	if not agreed and not (words or "").strip():
		frappe.throw(_("Say in your words what you do not agree with."), AppraisalError)
	doc.response = ACKNOWLEDGED if agreed else DISAGREED
	doc.response_text, doc.responded_at = hide_numbers((words or "").strip()), now_datetime()
	doc.flags.by_response = True
	doc.save(ignore_permissions=True)  # the person's own answer; the act above has asked who
	if not agreed:
		subject = _("{0} disagrees with the appraisal {1}").format(doc.agent_name, doc.name)
		put_on_desks(deciders(doc.centre or "", roles.MANAGER, roles.HR), doc.doctype, doc.name, subject)
