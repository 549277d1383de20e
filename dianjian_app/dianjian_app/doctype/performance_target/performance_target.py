from frappe.model.document import Document


class PerformanceTarget(Document):
	pass
