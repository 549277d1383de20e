from frappe.model.document import Document

from dianjian_app.people import staff_wage_events


class StaffWage(Document):
	"""A person's wage from a date on."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		from_date: DF.Date
		monthly_wage: DF.Currency
		reminded_for: DF.Date | None
		review_on: DF.Date | None
		staff: DF.Link
		staff_name: DF.Data | None
	# end: auto-generated types

	def validate(self):
		staff_wage_events.validate(self)
