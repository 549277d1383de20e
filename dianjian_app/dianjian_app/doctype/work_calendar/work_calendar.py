from frappe.model.document import Document


class WorkCalendar(Document):
	pass
