from frappe.model.document import Document

from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import consent
from dianjian_app.resources.intake import lead_batch_actions


class LeadBatch(Document):
	def validate(self):
		check_in_scope(self)
		lead_batch_actions.check_changes(self)
		lead_batch_actions.keep_private(self)
		lead_batch_actions.check_group(self)
		consent.check_batch(self)

	def on_trash(self):
		lead_batch_actions.check_trash(self)
