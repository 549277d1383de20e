from frappe.model.document import Document

from dianjian_app.people import staff_certificate_events


class StaffCertificate(Document):
	"""A person's certificate (R3)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		certificate: DF.Data
		expires_on: DF.Date | None
		issued_on: DF.Date | None
		number: DF.Data | None
		reminded_for: DF.Date | None
		sales_group: DF.Link | None
		scan: DF.Attach | None
		staff: DF.Link
		staff_name: DF.Data | None
	# end: auto-generated types

	def validate(self):
		staff_certificate_events.validate(self)
