from frappe.model.document import Document

from dianjian_app.calls import sheet


class CallSheetCount(Document):
	def validate(self):
		sheet.refuse_alone(self)

	def before_update_after_submit(self):
		sheet.refuse_alone(self)

	def before_cancel(self):
		sheet.refuse_alone(self)

	def on_trash(self):
		sheet.refuse_alone(self)
