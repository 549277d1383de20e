from frappe.model.document import Document


class IncentiveChainHead(Document):
	pass
