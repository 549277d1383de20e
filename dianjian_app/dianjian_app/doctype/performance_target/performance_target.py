from frappe.model.document import Document

from dianjian_app.incentives import target_events


class PerformanceTarget(Document):
	"""A target for an agent, group or centre and period (R25)."""

	def validate(self):
		target_events.validate(self)
