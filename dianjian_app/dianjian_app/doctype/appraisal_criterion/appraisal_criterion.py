from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class AppraisalCriterion(Document):
	"""One weighted criterion of an appraisal scheme (R38)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		criterion: DF.Data
		filled_by: DF.Literal["People", "Metric"]
		full_at: DF.Float
		metric: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		weight: DF.Float
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
