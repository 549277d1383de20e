from frappe.model.document import Document

from dianjian_app.people import leave_balance_entry_events


class LeaveBalanceEntry(Document):
	"""Days of leave earned or taken; append-only (R22)."""

	def validate(self):
		leave_balance_entry_events.validate(self)

	def on_trash(self):
		leave_balance_entry_events.refuse_change(self)

	def before_rename(self, *args):
		leave_balance_entry_events.refuse_change(self)
