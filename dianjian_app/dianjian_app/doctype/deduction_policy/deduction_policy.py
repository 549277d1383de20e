import frappe
from frappe import _
from frappe.model.document import Document


class DeductionPolicy(Document):
	"""What may be deducted (decision 17)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		allow_compensation: DF.Check
		allow_fine: DF.Check
		allow_loss_of_incentive: DF.Check
		excess: DF.Literal["Carry", "Drop"]
		incentive_floor: DF.Check
		leaver_remainder: DF.Literal["Keep Open", "Pay Out Pro Rata", "Drop"]
		minimum_wage: DF.Currency
		needs_acknowledgement: DF.Check
		notice: DF.Text | None
		policy_name: DF.Data
		share_cap_percent: DF.Percent
	# end: auto-generated types

	def validate(self):
		if not 0 <= (self.share_cap_percent or 0) <= 100:
			frappe.throw(_("The share of the wage lies between 0 and 100 per cent."))
		if (self.minimum_wage or 0) < 0:
			frappe.throw(_("What must remain cannot be negative."))
