from frappe.model.document import Document


class PersonalDataRequestLead(Document):
	pass
