from frappe.model.document import Document


class IncentiveSettlement(Document):
	pass
