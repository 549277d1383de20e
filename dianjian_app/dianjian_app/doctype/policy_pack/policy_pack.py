from frappe.model.document import Document

from dianjian_app.packs import policy_pack_events


class PolicyPack(Document):
	"""A loadable set of rules and settings (R52)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		content: DF.Code | None
		description: DF.SmallText | None
		file: DF.Attach | None
		loaded_for: DF.Link | None
		loaded_on: DF.Datetime | None
		source: DF.Literal["Own", "Shipped"]
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self):
		policy_pack_events.validate(self)
