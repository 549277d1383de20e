from frappe.model.document import Document


class CallSheet(Document):
	pass
