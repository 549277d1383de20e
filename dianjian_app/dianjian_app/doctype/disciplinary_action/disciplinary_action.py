from frappe.model.document import Document


class DisciplinaryAction(Document):
	pass
