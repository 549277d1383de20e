from frappe.model.document import Document


class SalesGroup(Document):
	pass
