from frappe.model.document import Document


class VisitConfirmation(Document):
	pass
