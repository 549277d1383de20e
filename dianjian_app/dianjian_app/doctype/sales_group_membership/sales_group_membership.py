from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class SalesGroupMembership(Document):
	"""One group from a day to a day (R4)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
