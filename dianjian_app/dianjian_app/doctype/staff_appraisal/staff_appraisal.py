from frappe.model.document import Document

from dianjian_app.people import staff_appraisal_events


class StaffAppraisal(Document):
	"""Weighted scores of a person (R30, R38)."""

	def validate(self):
		staff_appraisal_events.validate(self)

	def before_submit(self):
		staff_appraisal_events.sign(self)
