from frappe.model.document import Document

from dianjian_app.people import appraisal


class StaffAppraisal(Document):
	"""Weighted scores of a person (R30, R38)."""

	def validate(self):
		appraisal.validate(self)

	def before_submit(self):
		appraisal.sign(self)
