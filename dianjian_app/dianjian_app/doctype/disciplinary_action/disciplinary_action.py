from frappe.model.document import Document

from dianjian_app.incentives import discipline


class DisciplinaryAction(Document):
	"""A measure that a rule or a person proposes; people decide (R30, decision 19)."""

	def validate(self):
		discipline.validate(self)

	def on_trash(self):
		discipline.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		discipline.refuse_delete(self)
