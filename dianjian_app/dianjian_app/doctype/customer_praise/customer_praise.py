from frappe.model.document import Document

from dianjian_app.service import praise


class CustomerPraise(Document):
	"""Written praise of a customer (R28)."""

	def validate(self):
		praise.validate(self)

	def before_submit(self):
		praise.confirm(self)
