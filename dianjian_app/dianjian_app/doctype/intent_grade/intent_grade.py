from frappe.model.document import Document


class IntentGrade(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accepts_sms: DF.Check
		grade: DF.Data
		grade_label: DF.Data
		is_intention: DF.Check
		is_invalid: DF.Check
		meaning: DF.SmallText | None
		means_do_not_call: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		recycle_days: DF.Int
	# end: auto-generated types
	pass
