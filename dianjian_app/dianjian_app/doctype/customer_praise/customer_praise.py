from frappe.model.document import Document

from dianjian_app.service import customer_praise_events


class CustomerPraise(Document):
	"""Written praise of a customer (R28)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link
		agent_name: DF.Data | None
		amended_from: DF.Link | None
		attachment: DF.Attach
		centre: DF.Link | None
		confirmed_by: DF.Link | None
		date: DF.Date
		praise: DF.SmallText
		sales_group: DF.Link | None
		visit: DF.Link | None
	# end: auto-generated types

	def validate(self):
		customer_praise_events.validate(self)

	def before_submit(self):
		customer_praise_events.confirm(self)
