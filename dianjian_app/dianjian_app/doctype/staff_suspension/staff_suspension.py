from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class StaffSuspension(Document):
	"""Days of suspension (R36)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
