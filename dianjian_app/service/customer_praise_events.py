"""Written praise of customers, with its scan; confirmed by manager or HR before it earns anything (R28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import file_rights, permissions, roles
from dianjian_app.people.authority import check_position, refuse_about_oneself
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.service.customer_survey_events import from_visit

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.customer_praise.customer_praise import CustomerPraise


class PraiseError(frappe.ValidationError):
	"""A praise that cannot be."""


def validate(praise: CustomerPraise) -> None:
	"""Event validate: whose, of when, the scan private. Raises PraiseError, AboutOneselfError."""
	before = praise.get_doc_before_save()
	from_visit(praise)
	fill_person(praise, getdate(praise.date))
	refuse_about_oneself(praise)
	if getdate(praise.date) > getdate():
		frappe.throw(_("The day of a praise lies in the past."), PraiseError)
	praise.confirmed_by = before.confirmed_by if before else None
	_keep_private(praise)
	permissions.check_in_scope(praise)


def confirm(praise: CustomerPraise) -> None:
	"""Event before_submit: manager or HR confirms, never the person praised. Raises NotYourPartError."""
	check_position(praise, roles.MANAGER, roles.HR)
	praise.confirmed_by = frappe.session.user


def _keep_private(praise: CustomerPraise) -> None:
	"""A scan that was uploaded for everybody becomes private; a link to elsewhere is none."""
	url = praise.attachment or ""
	if url.startswith("/private/files/"):
		return
	private = file_rights.make_private(url, frappe.session.user)
	if not private:
		frappe.throw(_("Upload the scan of the praise here."), PraiseError, title=_("Scan"))
	praise.attachment = private
