from frappe.model.document import Document

from dianjian_app import names_without_series
from dianjian_app.visits import invitation_register_events


class InvitationRegister(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.invitation.invitation import Invitation

		agent: DF.Link
		agent_name: DF.Data | None
		amended_from: DF.Link | None
		amendment_reason: DF.SmallText | None
		cancel_reason: DF.SmallText | None
		centre: DF.Link | None
		date: DF.Date
		invitation_count: DF.Int
		rows: DF.Table[Invitation]
		sales_group: DF.Link | None
		signed_at: DF.Datetime | None
		signed_by: DF.Link | None
		stage: DF.Literal["Draft", "Signed", "Cancelled"]
		workflow_state: DF.Link | None

	# end: auto-generated types
	def autoname(self):
		self.name = names_without_series.of_agent("IR", self.agent, self.date)

	def validate(self):
		invitation_register_events.validate(self)

	def before_submit(self):
		invitation_register_events.sign(self)

	def on_submit(self):
		invitation_register_events.expect_visits(self)

	def before_update_after_submit(self):
		invitation_register_events.refuse_change(self)

	def before_cancel(self):
		invitation_register_events.cancel(self)

	def on_cancel(self):
		invitation_register_events.expect_no_more(self)

	def on_trash(self):
		invitation_register_events.refuse_delete(self)
