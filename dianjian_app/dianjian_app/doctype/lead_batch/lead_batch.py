from frappe.model.document import Document

from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import consent
from dianjian_app.resources.intake import lead_batch_events


class LeadBatch(Document):
	def validate(self):
		check_in_scope(self)
		lead_batch_events.check_changes(self)
		lead_batch_events.keep_private(self)
		lead_batch_events.check_group(self)
		consent.check_batch(self)

	def on_trash(self):
		lead_batch_events.refuse_trash(self)
