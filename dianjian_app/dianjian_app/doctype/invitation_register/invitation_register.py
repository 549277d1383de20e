from frappe.model.document import Document


class InvitationRegister(Document):
	pass
