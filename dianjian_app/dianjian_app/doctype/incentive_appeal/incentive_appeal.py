from frappe.model.document import Document

from dianjian_app.incentives.discipline import incentive_appeal_events


class IncentiveAppeal(Document):
	"""An appeal and its decision (R31, R35)."""

	def before_insert(self):
		incentive_appeal_events.file_appeal(self)

	def validate(self):
		incentive_appeal_events.validate(self)

	def on_update(self):
		incentive_appeal_events.comment_on_action(self)

	def on_trash(self):
		incentive_appeal_events.refuse_delete(self)
