from frappe.model.document import Document


class LeadAllocationItem(Document):
	def get_invalid_links(self, is_submittable=False):
		"""Leads, sources and agents of an allocation were read a moment ago; nobody types them."""
		return [], []
