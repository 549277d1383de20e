from frappe.model.document import Document


class SalesDeal(Document):
	pass
