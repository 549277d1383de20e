import frappe
from frappe import _
from frappe.model.document import Document

from dianjian_app import names_without_series
from dianjian_app.resources import inbound_call_events


class InboundCall(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		answered_by: DF.Link | None
		by_turn: DF.Check
		called_at: DF.Datetime | None
		centre: DF.Link | None
		customer_name: DF.Data | None
		date: DF.Date | None
		is_new_lead: DF.Check
		lead: DF.Link | None
		phone_hash: DF.Data | None
		phone_input: DF.Data | None
		phone_mask: DF.Data | None
		product_need: DF.Link | None
		recorded_at: DF.Datetime | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		segment: DF.Literal["", "First Home", "Upgrade", "Investment"]
		source: DF.Link

	# end: auto-generated types
	def autoname(self):
		self.name = names_without_series.of_day("IC", None)

	def before_insert(self):
		inbound_call_events.register(self)

	def validate(self):
		inbound_call_events.check_changes(self)

	def on_trash(self):
		frappe.throw(_("A registered call cannot be deleted."))
