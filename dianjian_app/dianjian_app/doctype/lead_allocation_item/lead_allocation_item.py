from frappe.model.document import Document


class LeadAllocationItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		centre: DF.Link | None
		customer_name: DF.Data | None
		date: DF.Date | None
		lead: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		phone_mask: DF.Data | None
		previous_agent: DF.Link | None
		sales_group: DF.Link | None
		source: DF.Link | None

	# end: auto-generated types
	def get_invalid_links(self, is_submittable=False):
		"""Leads, sources and agents of an allocation were read a moment ago; nobody types them."""
		return [], []
