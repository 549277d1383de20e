from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class DevelopmentPlanStep(Document):
	"""A step of a development plan (R56)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		done_on: DF.Date | None
		due_on: DF.Date | None
		kind: DF.Literal["Goal", "Training", "Talk"]
		outcome: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		session: DF.Link | None
		told_for: DF.Date | None
		what: DF.SmallText
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
