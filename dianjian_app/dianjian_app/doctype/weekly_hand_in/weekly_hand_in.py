from frappe.model.document import Document

from dianjian_app.reporting import week


class WeeklyHandin(Document):
	"""A group's week, handed in (R45)."""

	def before_validate(self):
		week.hand_in(self)
