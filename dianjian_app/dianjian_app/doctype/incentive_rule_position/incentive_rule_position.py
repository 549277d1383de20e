from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class IncentiveRulePosition(Document):
	"""A position that a rule binds, or a questionnaire asks; saved with its document only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

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
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
