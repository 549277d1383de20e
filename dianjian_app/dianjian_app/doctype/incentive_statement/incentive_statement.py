from frappe.model.document import Document

from dianjian_app.incentives.settlement import incentive_statement_events, statements


class IncentiveStatement(Document):
	"""A person's month (R32)."""

	def rows(self) -> list[dict]:
		"""The statement's entries, for prints."""
		return statements.statement_rows(self)

	def validate(self):
		incentive_statement_events.refuse_change(self)

	def on_trash(self):
		incentive_statement_events.refuse_delete(self)
