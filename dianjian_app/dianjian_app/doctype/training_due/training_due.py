from frappe.model.document import Document
from frappe.utils import getdate

from dianjian_app.people import training_session_events
from dianjian_app.people.place_on_day import fill_person


class TrainingDue(Document):
	"""A training that somebody owes until it is attended (R25, R27, R37)."""

	def validate(self):
		training_session_events.refuse_by_hand(self)
		fill_person(self, getdate(self.date))

	def on_trash(self):
		training_session_events.refuse_by_hand(self)
