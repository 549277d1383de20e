from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class PlanRevisionLine(Document):
	"""One figure that would change (R31)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		amount: DF.Currency
		family: DF.Data | None
		outcome_type: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		period_text: DF.Data | None
		quantity: DF.Float
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
