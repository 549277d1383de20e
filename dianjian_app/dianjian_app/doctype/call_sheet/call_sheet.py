import frappe
from frappe.model.document import Document

from dianjian_app.calls import call_sheet_events


class CallSheet(Document):
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
		return frappe.db.get_value("Daily Ledger", {"agent": self.agent, "date": self.date}, field) or 0
