from frappe.model.document import Document


class OpeningLedgerLine(Document):
	pass
