from frappe.model.document import Document


class GradeScheme(Document):
	pass
