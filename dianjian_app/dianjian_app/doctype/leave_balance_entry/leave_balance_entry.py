from frappe.model.document import Document

from dianjian_app.people import leave


class LeaveBalanceEntry(Document):
	"""Days of leave earned or taken; append-only (R22)."""

	def validate(self):
		leave.validate_entry(self)

	def on_trash(self):
		leave.refuse_change(self)

	def before_rename(self, *args):
		leave.refuse_change(self)
