from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class Invitation(Document):
	"""One customer of an invitation register (R16)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		centre: DF.Link | None
		customer_name: DF.Data | None
		date: DF.Date | None
		event: DF.Link | None
		exception_reason: DF.SmallText | None
		grade: DF.Data | None
		lead: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		party_size: DF.Int
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		planned_at: DF.Datetime
		previous_visit: DF.Link | None
		product_need: DF.Link | None
		receptionist: DF.Link | None
		receptionist_name: DF.Data | None
		recorded_at: DF.Datetime | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		signed_by_name: DF.Data | None
		source: DF.Link | None
		visit: DF.Link | None
		visited_at: DF.Datetime | None
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
