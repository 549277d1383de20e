from frappe.model.document import Document


class LeadAllocation(Document):
	pass
