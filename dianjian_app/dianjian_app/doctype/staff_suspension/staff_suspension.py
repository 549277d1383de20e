from frappe.model.document import Document

from dianjian_app.people import dated_rows


class StaffSuspension(Document):
	"""Days of suspension (R36)."""

	def validate(self):
		dated_rows.refuse_alone(self)

	def on_trash(self):
		dated_rows.refuse_alone(self)
