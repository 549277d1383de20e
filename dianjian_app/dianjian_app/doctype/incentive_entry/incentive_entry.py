from frappe.model.document import Document

from dianjian_app.incentives.entries import append_only


class IncentiveEntry(Document):
	"""A posted reward or penalty; written by dianjian_app.incentives.entries.entry_writer alone (decision 11)."""

	def validate(self):
		append_only.refuse(self)

	def on_trash(self):
		append_only.refuse(self)

	def before_rename(self, old, new, merge=False):
		append_only.refuse(self)

	def db_set(self, fieldname, *args, **kwargs):
		if not isinstance(fieldname, str) or fieldname not in append_only.FREE:
			append_only.refuse(self)
		super().db_set(fieldname, *args, **kwargs)
