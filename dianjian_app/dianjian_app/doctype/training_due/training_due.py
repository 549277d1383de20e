from frappe.model.document import Document
from frappe.utils import getdate

from dianjian_app.people import training
from dianjian_app.people.concerned import fill_person


class TrainingDue(Document):
	"""A training that somebody owes until it is attended (R25, R27, R37)."""

	def validate(self):
		training.refuse_by_hand(self)
		fill_person(self, getdate(self.date))

	def on_trash(self):
		training.refuse_by_hand(self)
