import frappe
from frappe import _
from frappe.model.document import Document

from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import batch


class LeadBatch(Document):
	def validate(self):
		check_in_scope(self)
		batch.keep_private(self)
		if (
			self.sales_group
			and frappe.get_cached_value("Sales Group", self.sales_group, "centre") != self.centre
		):
			frappe.throw(_("{0} is not a group of {1}.").format(self.sales_group, self.centre))

	def on_trash(self):
		if self.status in ("Imported", "Importing"):
			frappe.throw(
				_("{0} was imported; its leads come from it. It cannot be deleted.").format(self.name)
			)
