from frappe.model.document import Document


class PhoneRevealLog(Document):
	pass
