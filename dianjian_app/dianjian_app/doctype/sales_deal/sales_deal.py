from frappe.model.document import Document

from dianjian_app.visits import deal_files, sales_deal_events


class SalesDeal(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		amended_from: DF.Link | None
		amendment_reason: DF.SmallText | None
		amount: DF.Currency
		cancel_reason: DF.SmallText | None
		cancelled_on: DF.Date | None
		centre: DF.Link | None
		confirmed_at: DF.Datetime | None
		confirmed_by: DF.Link | None
		consultant: DF.Link | None
		counted_visit: DF.Link | None
		customer_name: DF.Data | None
		date: DF.Date
		lead: DF.Link | None
		not_agents_fault: DF.Check
		phone_mask: DF.Data | None
		product_type: DF.Link
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		stage: DF.Literal["Draft", "Confirmed", "Cancelled"]
		units: DF.Int
		visit: DF.Link
		workflow_state: DF.Link | None

	# end: auto-generated types
	def validate(self):
		sales_deal_events.validate(self)

	def before_submit(self):
		sales_deal_events.confirm(self)

	def on_submit(self):
		sales_deal_events.mark_lead(self)
		deal_files.open_with_deal(self)

	def before_update_after_submit(self):
		sales_deal_events.refuse_change(self)

	def before_cancel(self):
		sales_deal_events.cancel(self)

	def on_cancel(self):
		sales_deal_events.unmark_lead(self)
		deal_files.end_with_deal(self)

	def on_trash(self):
		sales_deal_events.refuse_delete(self)
