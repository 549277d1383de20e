from frappe.model.document import Document

from dianjian_app.people import training_session_events


class TrainingSession(Document):
	"""A training with its attendees (R37)."""

	def validate(self):
		training_session_events.validate(self)

	def on_submit(self):
		training_session_events.complete_dues(self)

	def on_cancel(self):
		training_session_events.reopen_dues(self)
