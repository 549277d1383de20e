from frappe.model.document import Document


class DeliveryLog(Document):
	"""What was mailed or posted, written by the app alone (R46)."""
