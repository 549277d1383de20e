from frappe.model.document import Document


class DailyLedger(Document):
	pass
