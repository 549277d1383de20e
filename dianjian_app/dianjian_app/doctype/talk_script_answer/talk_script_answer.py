from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class TalkScriptAnswer(Document):
	"""A question and its answer in a version of a script (R39)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.SmallText
		answer_key: DF.Data | None
		asked_in: DF.Link | None
		helped: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
