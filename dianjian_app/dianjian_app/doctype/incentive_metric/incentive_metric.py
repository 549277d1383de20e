from frappe.model.document import Document

from dianjian_app.incentives import metric_events


class IncentiveMetric(Document):
	"""A figure that rules can use (decision 15)."""

	def validate(self):
		metric_events.validate(self)

	def on_trash(self):
		metric_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		metric_events.refuse_rename(self)
