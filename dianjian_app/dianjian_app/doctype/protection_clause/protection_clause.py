from frappe.model.document import Document


class ProtectionClause(Document):
	"""How long a kind of contact protects (R10)."""
