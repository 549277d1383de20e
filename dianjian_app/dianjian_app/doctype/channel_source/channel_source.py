from frappe.utils.nestedset import NestedSet

from dianjian_app.resources import channel_source_events


class ChannelSource(NestedSet):
	nsm_parent_field = "parent_channel_source"

	def validate(self):
		channel_source_events.check(self)
