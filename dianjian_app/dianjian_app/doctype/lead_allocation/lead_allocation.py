import frappe
from frappe import _
from frappe.model.document import Document

from dianjian_app import names_without_series


class LeadAllocation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.lead_allocation_item.lead_allocation_item import (
			LeadAllocationItem,
		)

		action: DF.Literal["Hand Out", "Return", "Transfer"]
		agent: DF.Link | None
		agent_name: DF.Data | None
		allocated_by: DF.Link | None
		centre: DF.Link | None
		date: DF.Date
		items: DF.Table[LeadAllocationItem]
		lead_count: DF.Int
		method: DF.Literal["Selection", "By Count", "Even", "Quota", "Performance", "Automatic"]
		reason: DF.SmallText | None
		request_key: DF.Data | None
		sales_group: DF.Link | None

	# end: auto-generated types
	def autoname(self):
		self.name = names_without_series.of_day("LA", self.date)

	def validate(self):
		if not (self.is_new() and self.flags.by_allocation):
			frappe.throw(_("An allocation is written by handing out or taking back, and never changed."))

	def on_trash(self):
		frappe.throw(_("The history of allocations is kept; {0} cannot be deleted.").format(self.name))
