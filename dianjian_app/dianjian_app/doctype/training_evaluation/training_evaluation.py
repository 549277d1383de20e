from frappe.model.document import Document

from dianjian_app.people import training_evaluations


class TrainingEvaluation(Document):
	"""What somebody who attended said of a training; nobody can tell who (R37)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		content: DF.Int
		session: DF.Link
		trainer: DF.Int
		usefulness: DF.Int
		words: DF.SmallText | None
	# end: auto-generated types

	def autoname(self):
		self.name = self.flags.key

	def before_insert(self):
		training_evaluations.hide_writer(self)

	def validate(self):
		training_evaluations.refuse_by_hand(self)

	def on_trash(self):
		training_evaluations.refuse_by_hand(self)
