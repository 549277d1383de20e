from frappe.model.document import Document

from dianjian_app.visits import invitation_register_events


class InvitationRegister(Document):
	def validate(self):
		invitation_register_events.validate(self)

	def before_submit(self):
		invitation_register_events.sign(self)

	def on_submit(self):
		invitation_register_events.expect_visits(self)

	def before_update_after_submit(self):
		invitation_register_events.refuse_change(self)

	def before_cancel(self):
		invitation_register_events.cancel(self)

	def on_cancel(self):
		invitation_register_events.expect_no_more(self)

	def on_trash(self):
		invitation_register_events.refuse_delete(self)
