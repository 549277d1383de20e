from frappe.model.document import Document


class OpeningRuleBalance(Document):
	pass
