from frappe.model.document import Document


class SalesCentreSeason(Document):
	pass
