from frappe.model.document import Document


class IncentiveOutcome(Document):
	pass
