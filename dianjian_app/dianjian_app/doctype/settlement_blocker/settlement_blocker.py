from frappe.model.document import Document


class SettlementBlocker(Document):
	pass
