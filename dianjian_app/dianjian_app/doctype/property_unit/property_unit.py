from frappe.model.document import Document

from dianjian_app.service import property_unit_events


class PropertyUnit(Document):
	"""A flat, house or shop that is for sale (R55)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		area: DF.Float
		building: DF.Data
		centre: DF.Link | None
		floor: DF.Int
		layout: DF.Data | None
		orientation: DF.Data | None
		price: DF.Currency
		product_type: DF.Link | None
		remarks: DF.SmallText | None
		rooms: DF.Int
		state: DF.Literal["For Sale", "Reserved", "Sold", "Held Back"]
		title: DF.Data | None
		unit_key: DF.Data | None
		unit_number: DF.Data
		unit_price: DF.Currency
	# end: auto-generated types

	def validate(self):
		property_unit_events.validate(self)
