import frappe
from frappe.model.document import Document

from dianjian_app import names_without_series
from dianjian_app.calls import call_sheet_events


class CallSheet(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.call_sheet_count.call_sheet_count import CallSheetCount
		from dianjian_app.dianjian_app.doctype.call_sheet_row.call_sheet_row import CallSheetRow

		agent: DF.Link
		agent_name: DF.Data | None
		amended_from: DF.Link | None
		amendment_reason: DF.SmallText | None
		calls_connected: DF.Int
		calls_total: DF.Int
		calls_valid: DF.Int
		centre: DF.Link | None
		confirmed_at: DF.Datetime | None
		confirmed_by: DF.Link | None
		counts: DF.Table[CallSheetCount]
		customers_connected: DF.Int
		date: DF.Date
		handed_in_at: DF.Datetime | None
		handed_in_by: DF.Link | None
		intention_count: DF.Int
		live_key: DF.Data | None
		return_reason: DF.SmallText | None
		rows: DF.Table[CallSheetRow]
		sales_group: DF.Link | None
		stage: DF.Literal["Draft", "Handed In", "Returned", "Confirmed", "Cancelled"]
		workflow_state: DF.Link | None

	# end: auto-generated types
	def autoname(self):
		self.name = names_without_series.of_agents_day("Call Sheet", "CS", self.agent, self.date)

	def validate(self):
		call_sheet_events.validate(self)

	def before_submit(self):
		call_sheet_events.confirm(self)

	def on_update(self):
		call_sheet_events.update_leads_and_queue_texts(self)

	def before_update_after_submit(self):
		call_sheet_events.refuse_change(self)

	def before_cancel(self):
		call_sheet_events.cancel(self)

	def on_cancel(self):
		call_sheet_events.release_day_and_leads(self)

	def on_trash(self):
		call_sheet_events.refuse_delete(self)

	@property
	def visits_today(self):
		return self._ledger("visits")

	@property
	def deals_today(self):
		return self._ledger("deals")

	def _ledger(self, field):
		if self.is_new():
			# read whenever a document is written; a day without a sheet is not looked up for it
			return 0
		return frappe.db.get_value("Daily Ledger", {"agent": self.agent, "date": self.date}, field) or 0
