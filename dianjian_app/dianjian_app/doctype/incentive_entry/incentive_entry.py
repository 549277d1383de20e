from frappe.model.document import Document

from dianjian_app.incentives.entries import incentive_entry_events


class IncentiveEntry(Document):
	"""A posted reward or penalty; written by dianjian_app.incentives.entries.entry_writer alone (decision 11)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		amount: DF.Currency
		centre: DF.Link
		consumed: DF.Float
		correction_no: DF.Int
		corrects_period: DF.Data | None
		date: DF.Date | None
		dimension: DF.Data | None
		entry_hash: DF.Data | None
		entry_key: DF.Data | None
		explanation: DF.Code | None
		family: DF.Data | None
		outcome_type: DF.Literal[
			"Money",
			"Leave Days",
			"Training",
			"Warning",
			"Demerit",
			"Suspension",
			"Dismissal",
			"Elimination",
			"Award",
		]
		period_end: DF.Date | None
		period_start: DF.Date | None
		posted_by: DF.Link | None
		posted_on: DF.Datetime | None
		previous_hash: DF.Data | None
		quantity: DF.Float
		reverses: DF.Link | None
		rule: DF.Link | None
		rule_title: DF.Data | None
		sales_group: DF.Link | None
		seq: DF.Int
		settlement: DF.Link | None
		subject_type: DF.Literal["Agent", "Group", "Centre"]
	# end: auto-generated types

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
