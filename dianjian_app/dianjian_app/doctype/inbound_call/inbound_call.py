import frappe
from frappe import _
from frappe.model.document import Document

from dianjian_app.resources import inbound_call_events


class InboundCall(Document):
	def before_insert(self):
		inbound_call_events.register(self)

	def validate(self):
		inbound_call_events.check_changes(self)

	def on_trash(self):
		frappe.throw(_("A registered call cannot be deleted."))
