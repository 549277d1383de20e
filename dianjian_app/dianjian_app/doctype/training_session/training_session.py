from frappe.model.document import Document

from dianjian_app.people import training


class TrainingSession(Document):
	"""A training with its attendees (R37)."""

	def validate(self):
		training.validate(self)

	def on_submit(self):
		training.held(self)

	def on_cancel(self):
		training.undone(self)
