"""The manager looks at a flag and says what it was; nothing else follows by itself (R17, R33, R42)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.locking import document_now
from dianjian_app.people.authority import check_position, refuse_about_oneself
from dianjian_app.service import survey_links
from dianjian_app.service.flags.detectors import Kind
from dianjian_app.service.flags.review_flag_events import (
	RESULT_OF_FINDING,
	RESULTS,
	FlagError,
	write_result,
)
from dianjian_app.service.public_text import one_line

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.review_flag.review_flag import ReviewFlag

LONGEST_NOTE = 500


@frappe.whitelist(methods=["POST"])
def look_at(flag: str, result: str, note: str) -> None:
	"""The manager's result on a flag, with a remark; a denied visit's stands on its survey's link as well (R42).

	result: In Order, or Not in Order. Saying it again replaces it. Raises PermissionError (who is concerned does not look
	at it), FlagError.
	"""
	doc = cast("ReviewFlag", document_now("Review Flag", flag))
	doc.check_permission("read")
	check_position(doc, roles.MANAGER)
	refuse_about_oneself(doc)
	refuse_about_oneself(doc, doc.with_staff)
	said = one_line(note, LONGEST_NOTE)
	if result not in RESULTS or not said:
		frappe.throw(_("A flag that was looked at has a result and a remark."), FlagError)
	if doc.kind == Kind.DENIED.value:
		finding = next(found for found, of_flag in RESULT_OF_FINDING.items() if of_flag == result)
		first = (doc.evidence or "").splitlines()[0]
		survey_links.looked_at(first.partition(": ")[2], finding, said)
		return
	write_result(doc, result, said)
