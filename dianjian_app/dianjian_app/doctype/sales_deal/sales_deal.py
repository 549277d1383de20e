from frappe.model.document import Document

from dianjian_app.visits import sales_deal_events


class SalesDeal(Document):
	def validate(self):
		sales_deal_events.validate(self)

	def before_submit(self):
		sales_deal_events.confirm(self)

	def on_submit(self):
		sales_deal_events.mark_lead(self)

	def before_update_after_submit(self):
		sales_deal_events.refuse_change(self)

	def before_cancel(self):
		sales_deal_events.cancel(self)

	def on_cancel(self):
		sales_deal_events.unmark_lead(self)

	def on_trash(self):
		sales_deal_events.refuse_delete(self)
