from frappe.model.document import Document


class OpeningBalance(Document):
	pass
