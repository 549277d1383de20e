"""A person's certificate (从业资格): of their centre, with number, scan and the day on which it ends (R3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import permissions

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_certificate.staff_certificate import StaffCertificate


class CertificateError(frappe.ValidationError):
	"""A certificate that cannot be so."""


def validate(certificate: StaffCertificate) -> None:
	"""Event validate: place from the person, days in order. Raises CertificateError, OutOfScopeError."""
	person = frappe.db.get_value(
		"Sales Staff", certificate.staff, ["staff_name", "centre", "sales_group"], as_dict=True
	)
	certificate.update(person or {})
	before = certificate.get_doc_before_save()
	certificate.reminded_for = before.reminded_for if before else None
	first, last = certificate.issued_on, certificate.expires_on
	if first and last and getdate(last) < getdate(first):
		frappe.throw(_("The certificate ends before it was issued."), CertificateError)
	permissions.check_in_scope(certificate)
