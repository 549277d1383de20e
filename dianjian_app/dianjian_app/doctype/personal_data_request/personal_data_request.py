from frappe.model.document import Document

from dianjian_app.privacy import request


class PersonalDataRequest(Document):
	def before_insert(self):
		request.take(self)

	def validate(self):
		request.check_changes(self)

	def on_trash(self):
		request.refuse_delete(self)
