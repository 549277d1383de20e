from frappe.model.document import Document

from dianjian_app.people import leave, time_off


class TimeOffRequest(Document):
	"""Leave asked for and decided (R34)."""

	@property
	def balance(self):
		return float(leave.balance(self.staff, self.leave_type)) if self.staff else 0.0

	def validate(self):
		time_off.validate(self)

	def before_submit(self):
		time_off.approve(self)

	def on_submit(self):
		time_off.take(self)

	def before_update_after_submit(self):
		time_off.keep(self)

	def before_cancel(self):
		time_off.cancel(self)

	def on_cancel(self):
		time_off.give_back(self)

	def on_trash(self):
		time_off.refuse_delete(self)
