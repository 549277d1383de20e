from frappe.model.document import Document

from dianjian_app.privacy import personal_data_request_events


class PersonalDataRequest(Document):
	def before_insert(self):
		personal_data_request_events.take(self)

	def validate(self):
		personal_data_request_events.check_changes(self)

	def on_trash(self):
		personal_data_request_events.refuse_delete(self)
