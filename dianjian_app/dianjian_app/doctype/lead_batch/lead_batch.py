from frappe.model.document import Document


class LeadBatch(Document):
	pass
