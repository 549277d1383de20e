from frappe.model.document import Document


class CallLead(Document):
	pass
