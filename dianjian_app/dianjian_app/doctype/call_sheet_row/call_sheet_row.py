from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class CallSheetRow(Document):
	def validate(self):
		refuse_alone(self)

	def before_update_after_submit(self):
		refuse_alone(self)

	def before_cancel(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)

	def get_invalid_links(self, is_submittable=False):
		"""A sheet's rows hold a hundred leads: calls.rows looks links up for all of them at once, not one by one."""
		return [], []
