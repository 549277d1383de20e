from frappe.model.document import Document

from dianjian_app.incentives.entries import incentive_entry_events


class IncentiveChainHead(Document):
	"""Where a centre's chain of entries ends; moved by dianjian_app.incentives.entries.entry_chain alone."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link
		head_hash: DF.Data | None
		restored_from: DF.SmallText | None
		restored_on: DF.Datetime | None
		seq: DF.Int
		signature: DF.Data | None
	# end: auto-generated types

	def validate(self):
		if not (self.flags.posting and self.is_new()):
			incentive_entry_events.refuse_change(self)

	def on_trash(self):
		incentive_entry_events.refuse_change(self)

	def before_rename(self, old, new, merge=False):
		incentive_entry_events.refuse_change(self)
