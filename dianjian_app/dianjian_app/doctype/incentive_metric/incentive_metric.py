from frappe.model.document import Document

from dianjian_app.incentives.metrics import incentive_metric_events


class IncentiveMetric(Document):
	"""A figure that rules can use (decision 15)."""

	def validate(self):
		incentive_metric_events.validate(self)

	def on_trash(self):
		incentive_metric_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		incentive_metric_events.refuse_rename(self)
