from frappe.model.document import Document

from dianjian_app.visits import register


class InvitationRegister(Document):
	def validate(self):
		register.validate(self)

	def before_submit(self):
		register.sign(self)

	def on_submit(self):
		register.expect_visits(self)

	def before_update_after_submit(self):
		register.refuse_change(self)

	def before_cancel(self):
		register.cancel(self)

	def on_cancel(self):
		register.expect_no_more(self)

	def on_trash(self):
		register.refuse_delete(self)
