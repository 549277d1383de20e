from frappe.model.document import Document

from dianjian_app.visits import visit_confirmation_events


class VisitConfirmation(Document):
	def before_insert(self):
		visit_confirmation_events.check_insert(self)

	def validate(self):
		visit_confirmation_events.validate(self)

	def on_update(self):
		visit_confirmation_events.update_register_and_lead(self)

	def before_update_after_submit(self):
		visit_confirmation_events.refuse_change(self)

	def before_cancel(self):
		visit_confirmation_events.cancel(self)

	def on_cancel(self):
		visit_confirmation_events.release_customer(self)

	def on_trash(self):
		visit_confirmation_events.refuse_delete(self)
