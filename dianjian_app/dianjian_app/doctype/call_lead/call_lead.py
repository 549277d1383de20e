from frappe.model.document import Document

from dianjian_app.resources import call_lead_events


class CallLead(Document):
	def before_insert(self):
		call_lead_events.check_origin(self)

	def validate(self):
		call_lead_events.check_changes(self)

	def on_trash(self):
		call_lead_events.refuse_trash(self)
