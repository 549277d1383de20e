from frappe.model.document import Document


class RetentionRun(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		batches: DF.Int
		before_date: DF.Date | None
		date: DF.Date | None
		error_message: DF.SmallText | None
		keep_days: DF.Int
		kind: DF.Link | None
		last_at: DF.Datetime | None
		removed: DF.Int
	# end: auto-generated types
	pass
