import frappe
from frappe.model.document import Document

from dianjian_app.calls import sheet


class CallSheet(Document):
	def validate(self):
		sheet.validate(self)

	def before_submit(self):
		sheet.confirm(self)

	def on_update(self):
		sheet.follow_up(self)

	def before_update_after_submit(self):
		sheet.refuse_change(self)

	def before_cancel(self):
		sheet.cancel(self)

	def on_cancel(self):
		sheet.let_go(self)

	def on_trash(self):
		sheet.refuse_delete(self)

	@property
	def visits_today(self):
		return self._ledger("visits")

	@property
	def deals_today(self):
		return self._ledger("deals")

	def _ledger(self, field):
		return frappe.db.get_value("Daily Ledger", {"agent": self.agent, "date": self.date}, field) or 0
