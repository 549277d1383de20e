from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class RuleReviewMonth(Document):
	"""What a rule brought a centre in a month (R31)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		leave_days: DF.Float
		month: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		penalties: DF.Currency
		people: DF.Int
		proposals: DF.Int
		rewards: DF.Currency
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
