import frappe
from frappe.model.document import Document

from dianjian_app.incentives.settlement import incentive_settlement_events, month_report
from dianjian_app.incentives.settlement.settlement_rows import rows_aside, without_rows


class IncentiveSettlement(Document):
	"""A month of a centre: computed, approved by manager and HR, published (R31)."""

	def _save(self, *args, **kwargs):
		"""The computed rows are written by the app together, never with the document."""
		with rows_aside(self):
			return super()._save(*args, **kwargs)

	def insert(self, *args, **kwargs):
		with rows_aside(self):
			return super().insert(*args, **kwargs)

	def load_doc_before_save(self, *args, **kwargs):
		super().load_doc_before_save(*args, **kwargs)
		without_rows(self._doc_before_save)

	def _get_table_fields(self):
		return () if frappe.flags.settlement_rows_aside else super()._get_table_fields()

	def update_child_table(self, *args, **kwargs):
		"""Both tables are computed: what stands in the database stays."""

	def month_of_people(self) -> dict:
		"""The month per agent, for prints."""
		return month_report.of_settlement(self)

	def validate(self):
		incentive_settlement_events.validate(self)

	def on_update(self):
		incentive_settlement_events.follow_up(self)

	def before_submit(self):
		incentive_settlement_events.approve_as_hr(self)

	def on_submit(self):
		incentive_settlement_events.confirm_lines(self)

	def before_update_after_submit(self):
		incentive_settlement_events.publish_step(self)

	def on_update_after_submit(self):
		incentive_settlement_events.post_entries(self)

	def before_cancel(self):
		incentive_settlement_events.cancel(self)

	def on_cancel(self):
		incentive_settlement_events.confirm_lines(self)

	def on_trash(self):
		incentive_settlement_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		incentive_settlement_events.refuse_delete(self)
