from frappe.model.document import Document


class IncentiveEntry(Document):
	pass
