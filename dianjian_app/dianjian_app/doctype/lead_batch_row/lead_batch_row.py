from frappe.model.document import Document


class LeadBatchRow(Document):
	pass
