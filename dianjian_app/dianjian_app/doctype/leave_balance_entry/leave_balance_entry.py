from frappe.model.document import Document


class LeaveBalanceEntry(Document):
	pass
