from frappe.model.document import Document

from dianjian_app.incentives.discipline import disciplinary_action_events


class DisciplinaryAction(Document):
	"""A disciplinary action that a rule or a person proposes; people decide (R30, decision 19)."""

	def validate(self):
		disciplinary_action_events.validate(self)

	def on_trash(self):
		disciplinary_action_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		disciplinary_action_events.refuse_delete(self)
