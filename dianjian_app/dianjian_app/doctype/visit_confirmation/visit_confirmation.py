from frappe.model.document import Document

from dianjian_app import names_without_series
from dianjian_app.visits import visit_confirmation_events


class VisitConfirmation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.shown_unit.shown_unit import ShownUnit

		agent: DF.Link | None
		agent_name: DF.Data | None
		amended_from: DF.Link | None
		areas: DF.SmallText | None
		arrived_at: DF.Datetime | None
		arrived_by: DF.Link | None
		breach: DF.SmallText | None
		breach_outcome: DF.Literal["", "Warned", "Fined", "Sent Away"]
		cancel_reason: DF.SmallText | None
		centre: DF.Link | None
		chain_no: DF.Int
		confirmed_at: DF.Datetime | None
		confirmed_by: DF.Link | None
		contacted_at: DF.Datetime | None
		contacted_by: DF.Link | None
		counted_key: DF.Data | None
		counted_on: DF.Date | None
		customer_name: DF.Data | None
		date: DF.Date | None
		document_kind: DF.Literal["", "Identity Card", "Passport", "Driving Licence", "Work Pass", "Other"]
		document_tail: DF.Data | None
		event: DF.Link | None
		expected_key: DF.Data | None
		fine: DF.Currency
		invitation: DF.Data | None
		invitation_code: DF.Data | None
		lead: DF.Link | None
		led_in_at: DF.Datetime | None
		led_in_by: DF.Link | None
		left_at: DF.Datetime | None
		next_visit: DF.Link | None
		no_show_at: DF.Datetime | None
		no_show_by: DF.Link | None
		outcome: DF.Literal["", "Counted", "Revisit", "Walk-in", "No Show"]
		party_size: DF.Int
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		planned_at: DF.Datetime | None
		previous_visit: DF.Link | None
		product_need: DF.Link | None
		receptionist: DF.Link | None
		receptionist_name: DF.Data | None
		register: DF.Link | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		security_check: DF.Literal["", "Passed", "Not Passed"]
		shown_units: DF.Table[ShownUnit]
		signed_at: DF.Datetime | None
		signed_by: DF.Link | None
		source: DF.Link | None
		stage: DF.Literal[
			"Expected", "Arrived", "Signed", "Confirmed", "Walk-in", "No Show", "Re-invited", "Cancelled"
		]
		stands_in_for: DF.Link | None
		taken_over_from: DF.Link | None
		walk_in: DF.Check
		workflow_state: DF.Link | None

	# end: auto-generated types
	def autoname(self):
		self.name = names_without_series.of_agent("VC", self.agent, self.date)

	def before_insert(self):
		visit_confirmation_events.check_insert(self)

	def validate(self):
		visit_confirmation_events.validate(self)

	def on_update(self):
		visit_confirmation_events.update_register_and_lead(self)

	def before_update_after_submit(self):
		visit_confirmation_events.refuse_change(self)

	def before_cancel(self):
		visit_confirmation_events.cancel(self)

	def on_cancel(self):
		visit_confirmation_events.release_customer(self)

	def on_trash(self):
		visit_confirmation_events.refuse_delete(self)
