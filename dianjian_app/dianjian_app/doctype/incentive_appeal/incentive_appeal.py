from frappe.model.document import Document

from dianjian_app.incentives.discipline import appeals


class IncentiveAppeal(Document):
	"""An appeal and its decision (R31, R35)."""

	def before_insert(self):
		appeals.file(self)

	def validate(self):
		appeals.validate(self)

	def on_update(self):
		appeals.follow_up(self)

	def on_trash(self):
		appeals.refuse_delete(self)
