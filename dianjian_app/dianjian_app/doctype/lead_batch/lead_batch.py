from frappe.model.document import Document

from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import batch, consent


class LeadBatch(Document):
	def validate(self):
		check_in_scope(self)
		batch.check_changes(self)
		batch.keep_private(self)
		batch.check_group(self)
		consent.check_batch(self)

	def on_trash(self):
		batch.check_trash(self)
