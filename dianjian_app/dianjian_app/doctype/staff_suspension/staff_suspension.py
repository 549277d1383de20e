from frappe.model.document import Document


class StaffSuspension(Document):
	pass
