from frappe.model.document import Document


class LeadAllocationItem(Document):
	pass
