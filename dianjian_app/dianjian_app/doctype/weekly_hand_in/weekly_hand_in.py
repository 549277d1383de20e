from frappe.model.document import Document

from dianjian_app.dianjian_app.report.weekly_centre_summary import weekly_centre_summary as week


class WeeklyHandin(Document):
	"""A group's week, handed in (R45)."""

	def before_validate(self):
		week.hand_in(self)
