from frappe.model.document import Document

from dianjian_app.incentives.settlement import statements


class IncentiveStatement(Document):
	"""A person's month (R32)."""

	def rows(self) -> list[dict]:
		"""The statement's entries, for prints."""
		return statements.rows_of(self)

	def validate(self):
		statements.refuse_change(self)

	def on_trash(self):
		statements.refuse_delete(self)
