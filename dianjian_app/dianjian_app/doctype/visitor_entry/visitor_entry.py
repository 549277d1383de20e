from frappe.model.document import Document

from dianjian_app.visits import visitor_entry_events


class VisitorEntry(Document):
	"""A visitor who is no customer, in the register of the front desk (R40)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		areas: DF.SmallText | None
		arrived_at: DF.Datetime | None
		ban_reason: DF.SmallText | None
		banned_by: DF.Link | None
		banned_until: DF.Date | None
		breach: DF.SmallText | None
		breach_outcome: DF.Literal["", "Warned", "Fined", "Sent Away"]
		centre: DF.Link | None
		closed_area: DF.Data | None
		companion_names: DF.SmallText | None
		companions: DF.Int
		date: DF.Date | None
		department: DF.Link | None
		document_kind: DF.Literal["", "Identity Card", "Passport", "Driving Licence", "Work Pass", "Other"]
		document_tail: DF.Data | None
		entered_at: DF.Datetime | None
		expected_at: DF.Datetime | None
		fine: DF.Currency
		left_at: DF.Datetime | None
		organisation: DF.Data | None
		permitted_at: DF.Datetime | None
		permitted_by: DF.Link | None
		praise: DF.SmallText | None
		purpose: DF.Literal["Partner", "Supplier", "Authority", "Other"]
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		security_check: DF.Literal["", "Passed", "Not Passed"]
		stage: DF.Literal["Announced", "Here", "Gone"]
		visitor_name: DF.Data
	# end: auto-generated types

	def validate(self):
		visitor_entry_events.validate(self)

	def on_update(self):
		visitor_entry_events.tell_host(self)

	def on_trash(self):
		visitor_entry_events.refuse_delete(self)
