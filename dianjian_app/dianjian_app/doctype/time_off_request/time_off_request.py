from frappe.model.document import Document


class TimeOffRequest(Document):
	pass
