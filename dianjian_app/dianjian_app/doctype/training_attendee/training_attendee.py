from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class TrainingAttendee(Document):
	"""A person at a training (R37)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
