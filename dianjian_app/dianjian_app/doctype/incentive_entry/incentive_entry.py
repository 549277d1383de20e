from frappe.model.document import Document

from dianjian_app.incentives.entries import incentive_entry_events


class IncentiveEntry(Document):
	"""A posted reward or penalty; written by dianjian_app.incentives.entries.entry_writer alone (decision 11)."""

	def validate(self):
		incentive_entry_events.refuse_change(self)

	def on_trash(self):
		incentive_entry_events.refuse_change(self)

	def before_rename(self, old, new, merge=False):
		incentive_entry_events.refuse_change(self)

	def db_set(self, fieldname, *args, **kwargs):
		if not isinstance(fieldname, str) or fieldname not in incentive_entry_events.FRAMEWORK_COLUMNS:
			incentive_entry_events.refuse_change(self)
		super().db_set(fieldname, *args, **kwargs)
