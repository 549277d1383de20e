from frappe.model.document import Document

from dianjian_app.people import dated_rows


class SalesGroupMembership(Document):
	"""One group from a day to a day (R4)."""

	def validate(self):
		dated_rows.refuse_alone(self)

	def on_trash(self):
		dated_rows.refuse_alone(self)
