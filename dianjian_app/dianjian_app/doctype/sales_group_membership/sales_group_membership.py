from frappe.model.document import Document


class SalesGroupMembership(Document):
	pass
