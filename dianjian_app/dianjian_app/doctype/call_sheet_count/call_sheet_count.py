from frappe.model.document import Document


class CallSheetCount(Document):
	pass
