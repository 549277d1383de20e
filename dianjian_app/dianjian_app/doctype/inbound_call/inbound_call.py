import frappe
from frappe import _
from frappe.model.document import Document

from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import inbound


class InboundCall(Document):
	def before_insert(self):
		inbound.place(self)

	def validate(self):
		inbound.take_number(self)
		if self.is_new():
			check_in_scope(self)
			inbound.make_lead(self)

	def on_trash(self):
		frappe.throw(_("A registered call cannot be deleted."))
