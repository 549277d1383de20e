from frappe.model.document import Document

from dianjian_app.incentives import immutable


class IncentiveEntry(Document):
	"""A posted reward or penalty; written by dianjian_app.incentives.post alone (decision 11)."""

	def validate(self):
		immutable.refuse(self)

	def on_trash(self):
		immutable.refuse(self)

	def before_rename(self, old, new, merge=False):
		immutable.refuse(self)

	def db_set(self, fieldname, *args, **kwargs):
		if not isinstance(fieldname, str) or fieldname not in immutable.FREE:
			immutable.refuse(self)
		super().db_set(fieldname, *args, **kwargs)
