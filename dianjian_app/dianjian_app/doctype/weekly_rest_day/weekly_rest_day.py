from frappe.model.document import Document


class WeeklyRestDay(Document):
	pass
