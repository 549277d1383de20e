import frappe
from frappe import _
from frappe.model.document import Document


class LeadAllocation(Document):
	def validate(self):
		if not (self.is_new() and self.flags.by_allocation):
			frappe.throw(_("An allocation is written by handing out or taking back, and never changed."))

	def on_trash(self):
		frappe.throw(_("The history of allocations is kept; {0} cannot be deleted.").format(self.name))
