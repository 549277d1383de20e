from frappe.model.document import Document

from dianjian_app.people import dated_rows


class WeeklyRestDay(Document):
	"""A weekday on which one rests, with its dates (R1)."""

	def validate(self):
		dated_rows.refuse_alone(self)

	def on_trash(self):
		dated_rows.refuse_alone(self)
