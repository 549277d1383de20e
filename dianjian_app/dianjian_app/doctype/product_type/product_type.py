from frappe.model.document import Document


class ProductType(Document):
	pass
