from frappe.model.document import Document


class PhoneVault(Document):
	pass
