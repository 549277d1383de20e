from frappe.model.document import Document

from dianjian_app.people import leave_balance, time_off_request_events


class TimeOffRequest(Document):
	"""Leave asked for and decided (R34)."""

	@property
	def balance(self):
		return float(leave_balance.balance(self.staff, self.leave_type)) if self.staff else 0.0

	def validate(self):
		time_off_request_events.validate(self)

	def before_submit(self):
		time_off_request_events.approve(self)

	def on_submit(self):
		time_off_request_events.post_leave_taken(self)

	def before_update_after_submit(self):
		time_off_request_events.keep_decision(self)

	def before_cancel(self):
		time_off_request_events.cancel(self)

	def on_cancel(self):
		time_off_request_events.post_leave_returned(self)

	def on_trash(self):
		time_off_request_events.refuse_delete(self)
