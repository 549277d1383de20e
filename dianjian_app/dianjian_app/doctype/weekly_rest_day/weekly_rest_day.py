from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class WeeklyRestDay(Document):
	"""A weekday on which one rests, with its dates (R1)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
