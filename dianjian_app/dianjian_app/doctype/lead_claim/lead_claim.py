from frappe.model.document import Document

from dianjian_app.service import lead_claim_events


class LeadClaim(Document):
	"""Two agents, one customer (R10)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		appeal_text: DF.SmallText | None
		appealed_at: DF.Datetime | None
		appealed_by: DF.Link | None
		attachment: DF.Attach | None
		centre: DF.Link | None
		claimed_number: DF.Literal["", "First Number", "Other Number", "Number of Kin"]
		customer_name: DF.Data | None
		date: DF.Date | None
		final_agent: DF.Link | None
		final_at: DF.Datetime | None
		final_by: DF.Link | None
		final_reason: DF.SmallText | None
		grounds: DF.SmallText | None
		holder: DF.Link | None
		holder_group: DF.Link | None
		holder_name: DF.Data | None
		kin_of: DF.Link | None
		lead: DF.Link | None
		phone_mask: DF.Data | None
		proposal: DF.SmallText | None
		proposed_agent: DF.Link | None
		ruled_at: DF.Datetime | None
		ruled_by: DF.Link | None
		ruling_agent: DF.Link | None
		ruling_reason: DF.SmallText | None
		sales_group: DF.Link | None
		stage: DF.Literal["Filed", "Ruled", "Appealed", "Final"]
	# end: auto-generated types

	def validate(self):
		lead_claim_events.validate(self)

	def on_trash(self):
		lead_claim_events.refuse_delete(self)
