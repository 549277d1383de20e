from frappe.model.document import Document

from dianjian_app.people import dated_rows


class TrainingAttendee(Document):
	"""A person at a training (R37)."""

	def validate(self):
		dated_rows.refuse_alone(self)

	def on_trash(self):
		dated_rows.refuse_alone(self)
