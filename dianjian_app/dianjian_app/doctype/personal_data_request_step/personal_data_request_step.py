from frappe.model.document import Document


class PersonalDataRequestStep(Document):
	pass
