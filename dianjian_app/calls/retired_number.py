"""A number that was empty on several days is not called again; the leader can say that it works after all (R11)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import escape_html, now_datetime

from dianjian_app import roles
from dianjian_app.calls.lead_from_calls import update_leads_from_calls

WHO_KEEPS = {roles.LEADER, roles.MANAGER}


class NumberReasonError(frappe.ValidationError):
	"""A retired number is kept without a reason."""


@frappe.whitelist(methods=["POST"])
def keep_number(lead: str, reason: str) -> None:
	"""Take the retirement of a lead's number back: its calls until now retire it no more, and it can be handed out (R11).

	For leaders and managers who see the lead, which is their group's or centre's; nothing where the number is in use. Raises
	frappe.PermissionError, NumberReasonError.
	"""
	doc = frappe.get_doc("Call Lead", lead, for_update=True)
	doc.check_permission("read")
	if frappe.session.user != "Administrator" and not WHO_KEEPS & set(frappe.get_roles()):
		frappe.throw(
			_("Only the leader of the group keeps a number that was retired."), frappe.PermissionError
		)
	if not (reason or "").strip():
		frappe.throw(_("Say why the number works after all."), NumberReasonError, title=_("Reason Needed"))
	if not doc.number_retired:
		return
	doc.db_set("number_kept_at", now_datetime(), update_modified=False)
	doc.add_comment("Comment", text=_("Number kept: {0}").format(escape_html(reason)))
	update_leads_from_calls([lead])
