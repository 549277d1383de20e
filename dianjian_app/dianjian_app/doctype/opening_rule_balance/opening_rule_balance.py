from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class OpeningRuleBalance(Document):
	"""A number that a rule starts with (R22)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		family: DF.Data
		kind: DF.Literal["Remainder", "Streak", "Carry"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		value: DF.Float
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
