from frappe.model.document import Document


class SettlementLine(Document):
	pass
