from frappe.model.document import Document

from dianjian_app.resources.numbers import refusal


class RefusalRecord(Document):
	"""A refusal of calls, or its lifting; written once (R10)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		act: DF.Literal["Refused", "Lifted"]
		agent: DF.Link | None
		at: DF.Datetime | None
		centre: DF.Link | None
		customer_name: DF.Data | None
		date: DF.Date | None
		how: DF.Literal["Call", "Incoming Call", "SMS Reply", "In Person", "In Writing", "Other"]
		lead: DF.Link | None
		phone_mask: DF.Data | None
		reason: DF.SmallText | None
		sales_group: DF.Link | None
		user: DF.Link | None
	# end: auto-generated types

	def validate(self):
		if not self.is_new():
			refusal.refuse_change(self)

	def on_trash(self):
		refusal.refuse_change(self)
