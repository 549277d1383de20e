from frappe.model.document import Document


class ProductType(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		aliases: DF.SmallText | None
		disabled: DF.Check
		english_name: DF.Data | None
		product_name: DF.Data
		sort_order: DF.Int
	# end: auto-generated types
	pass
