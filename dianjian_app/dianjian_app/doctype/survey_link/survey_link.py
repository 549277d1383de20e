from frappe.model.document import Document

from dianjian_app.service import survey_link_events


class SurveyLink(Document):
	"""A customer who is to be asked, by a link that answers once or by phone (R27, R42)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		answered_at: DF.Datetime | None
		by_hand: DF.Check
		centre: DF.Link | None
		complaint: DF.Link | None
		customer_name: DF.Data | None
		deal: DF.Link | None
		expires_at: DF.Datetime
		finding: DF.Literal["", "The Visit Was Real", "There Was No Visit"]
		finding_note: DF.SmallText | None
		found_at: DF.Datetime | None
		found_by: DF.Link | None
		given_by: DF.Link | None
		lead: DF.Link | None
		made_on: DF.Date | None
		message: DF.Link | None
		never_visited: DF.Check
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		sent_at: DF.Datetime | None
		source_key: DF.Data | None
		status: DF.Literal["Open", "Answered", "Expired"]
		survey: DF.Link | None
		template: DF.Link | None
		token_hash: DF.Data | None
		visit: DF.Link | None
	# end: auto-generated types

	def validate(self):
		survey_link_events.validate(self)

	def on_trash(self):
		survey_link_events.refuse_delete(self)
