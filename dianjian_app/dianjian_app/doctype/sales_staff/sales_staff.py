from frappe.model.document import Document


class SalesStaff(Document):
	pass
