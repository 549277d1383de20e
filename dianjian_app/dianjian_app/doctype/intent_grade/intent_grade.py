from frappe.model.document import Document


class IntentGrade(Document):
	pass
