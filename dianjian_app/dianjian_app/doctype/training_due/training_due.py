from frappe.model.document import Document

from dianjian_app.people import training_due_events


class TrainingDue(Document):
	"""A training that somebody owes until it is attended (R25, R27, R37)."""

	def validate(self):
		training_due_events.validate(self)

	def on_trash(self):
		training_due_events.refuse_by_hand(self)
