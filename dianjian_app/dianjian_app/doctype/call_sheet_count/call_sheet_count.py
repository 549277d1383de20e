from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class CallSheetCount(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		calls: DF.Int
		centre: DF.Link | None
		date: DF.Date | None
		key: DF.Data | None
		kind: DF.Literal["Grade", "Product"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sales_group: DF.Link | None

	# end: auto-generated types
	def validate(self):
		refuse_alone(self)

	def before_update_after_submit(self):
		refuse_alone(self)

	def before_cancel(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
