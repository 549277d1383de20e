from frappe.model.document import Document

from dianjian_app.ledger import weekly_hand_in_events


class WeeklyHandin(Document):
	"""A group's week, handed in (R45)."""

	def before_validate(self):
		weekly_hand_in_events.before_validate(self)
