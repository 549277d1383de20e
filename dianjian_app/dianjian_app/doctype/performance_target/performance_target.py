from frappe.model.document import Document

from dianjian_app.incentives.rules import performance_target_events


class PerformanceTarget(Document):
	"""A target for an agent, group or centre and period (R25)."""

	def validate(self):
		performance_target_events.validate(self)
