from frappe.utils.nestedset import NestedSet

from dianjian_app.resources import channel_source_events


class ChannelSource(NestedSet):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		aliases: DF.SmallText | None
		consent_question: DF.SmallText | None
		disabled: DF.Check
		evidence_required: DF.Check
		expected_place: DF.Int
		is_group: DF.Check
		is_inbound: DF.Check
		lft: DF.Int
		max_age_days: DF.Int
		old_parent: DF.Link | None
		parent_channel_source: DF.Link | None
		rgt: DF.Int
		source_name: DF.Data
	# end: auto-generated types
	nsm_parent_field = "parent_channel_source"

	def validate(self):
		channel_source_events.check(self)
