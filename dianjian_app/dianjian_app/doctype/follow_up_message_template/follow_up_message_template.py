from frappe.model.document import Document

from dianjian_app.calls import follow_up_message_template_events


class FollowupMessageTemplate(Document):
	"""A text with places for what is known of the customer (R14)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		disabled: DF.Check
		text: DF.SmallText
		title: DF.Data
	# end: auto-generated types

	def validate(self):
		follow_up_message_template_events.validate(self)
