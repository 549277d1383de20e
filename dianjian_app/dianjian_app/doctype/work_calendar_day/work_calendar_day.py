from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class WorkCalendarDay(Document):
	"""A day that differs from the week's pattern (R1)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
