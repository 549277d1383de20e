from frappe.model.document import Document


class CallSheetRow(Document):
	pass
