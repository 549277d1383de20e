from frappe.model.document import Document


class StaffWage(Document):
	pass
