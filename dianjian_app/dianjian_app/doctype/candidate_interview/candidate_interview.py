from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class CandidateInterview(Document):
	"""One interviewer's talk with a candidate (R49)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		interviewer: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		place: DF.Data | None
		planned_at: DF.Datetime | None
		remarks: DF.SmallText | None
		score: DF.Float
		scored_at: DF.Datetime | None
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
