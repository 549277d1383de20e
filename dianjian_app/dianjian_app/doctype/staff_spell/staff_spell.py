from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class StaffSpell(Document):
	"""A position from one day to another (R3, R4)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_date: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		position: DF.Literal[
			"Telesales Agent",
			"Sales Consultant",
			"Sales Group Leader",
			"Sales Assistant",
			"Front Desk",
			"Customer Service",
			"Planning",
			"Administration",
			"Department Manager",
			"HR Reviewer",
		]
		probation_until: DF.Date | None
		to_date: DF.Date | None
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
