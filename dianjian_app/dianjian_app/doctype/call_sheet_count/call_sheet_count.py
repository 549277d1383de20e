from frappe.model.document import Document

from dianjian_app.calls import call_sheet_events


class CallSheetCount(Document):
	def validate(self):
		call_sheet_events.refuse_alone(self)

	def before_update_after_submit(self):
		call_sheet_events.refuse_alone(self)

	def before_cancel(self):
		call_sheet_events.refuse_alone(self)

	def on_trash(self):
		call_sheet_events.refuse_alone(self)
