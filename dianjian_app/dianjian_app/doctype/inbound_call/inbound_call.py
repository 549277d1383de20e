from frappe.model.document import Document


class InboundCall(Document):
	pass
