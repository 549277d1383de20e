from frappe.model.document import Document

from dianjian_app.visits import deal_file_events


class DealFile(Document):
	"""The file of a deal: its papers, what is missing, by when and from whom (R55)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.deal_paper.deal_paper import DealPaper

		archive_number: DF.Data | None
		centre: DF.Link | None
		completed_on: DF.Date | None
		consultant: DF.Link | None
		consultant_name: DF.Data | None
		customer_name: DF.Data | None
		deal: DF.Link
		deal_date: DF.Date | None
		due_on: DF.Date | None
		lead: DF.Link | None
		missing: DF.Int
		papers: DF.Table[DealPaper]
		product_type: DF.Link | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		stage: DF.Literal["Open", "Complete", "Cancelled"]
	# end: auto-generated types

	def validate(self):
		deal_file_events.validate(self)

	def on_trash(self):
		deal_file_events.refuse_delete(self)
