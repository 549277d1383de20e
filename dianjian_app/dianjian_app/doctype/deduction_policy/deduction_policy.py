import frappe
from frappe import _
from frappe.model.document import Document


class DeductionPolicy(Document):
	"""What may be deducted (decision 17)."""

	def validate(self):
		if not 0 <= (self.share_cap_percent or 0) <= 100:
			frappe.throw(_("The share of the wage lies between 0 and 100 per cent."))
		if (self.minimum_wage or 0) < 0:
			frappe.throw(_("What must remain cannot be negative."))
