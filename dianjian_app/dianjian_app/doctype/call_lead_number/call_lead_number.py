from frappe.model.document import Document


class CallLeadNumber(Document):
	pass
