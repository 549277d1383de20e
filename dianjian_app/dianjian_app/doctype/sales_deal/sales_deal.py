from frappe.model.document import Document

from dianjian_app.visits import deal


class SalesDeal(Document):
	def validate(self):
		deal.validate(self)

	def before_submit(self):
		deal.confirm(self)

	def on_submit(self):
		deal.mark_lead(self)

	def before_update_after_submit(self):
		deal.refuse_change(self)

	def before_cancel(self):
		deal.cancel(self)

	def on_cancel(self):
		deal.unmark_lead(self)

	def on_trash(self):
		deal.refuse_delete(self)
