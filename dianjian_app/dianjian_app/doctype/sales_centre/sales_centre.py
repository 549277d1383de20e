from frappe.model.document import Document


class SalesCentre(Document):
	pass
