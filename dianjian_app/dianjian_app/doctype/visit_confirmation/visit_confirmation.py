from frappe.model.document import Document

from dianjian_app.visits import visit


class VisitConfirmation(Document):
	def before_insert(self):
		visit.check_insert(self)

	def validate(self):
		visit.validate(self)

	def on_update(self):
		visit.tell(self)

	def before_update_after_submit(self):
		visit.refuse_change(self)

	def before_cancel(self):
		visit.cancel(self)

	def on_cancel(self):
		visit.let_go(self)

	def on_trash(self):
		visit.refuse_delete(self)
