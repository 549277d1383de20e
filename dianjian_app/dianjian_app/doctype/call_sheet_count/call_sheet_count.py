from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class CallSheetCount(Document):
	def validate(self):
		refuse_alone(self)

	def before_update_after_submit(self):
		refuse_alone(self)

	def before_cancel(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
