from frappe.model.document import Document

from dianjian_app.service import customer_praise_events


class CustomerPraise(Document):
	"""Written praise of a customer (R28)."""

	def validate(self):
		customer_praise_events.validate(self)

	def before_submit(self):
		customer_praise_events.confirm(self)
