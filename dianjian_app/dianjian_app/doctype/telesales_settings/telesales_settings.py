from frappe.model.document import Document


class TelesalesSettings(Document):
	pass
