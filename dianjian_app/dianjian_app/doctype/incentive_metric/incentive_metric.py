from frappe.model.document import Document


class IncentiveMetric(Document):
	pass
