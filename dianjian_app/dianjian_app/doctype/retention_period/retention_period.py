from frappe.model.document import Document

from dianjian_app.privacy import retention


class RetentionPeriod(Document):
	def onload(self):
		retention.tell_meaning(self)

	def validate(self):
		retention.check_changes(self)
