from frappe.model.document import Document


class DailyLedgerCount(Document):
	pass
