from frappe.model.document import Document

from dianjian_app.resources import lead


class CallLead(Document):
	def before_insert(self):
		lead.check_origin(self)

	def validate(self):
		lead.check_changes(self)

	def on_trash(self):
		lead.refuse_trash(self)
