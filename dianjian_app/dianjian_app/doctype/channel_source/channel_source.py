from frappe.utils.nestedset import NestedSet

from dianjian_app.resources import source


class ChannelSource(NestedSet):
	nsm_parent_field = "parent_channel_source"

	def validate(self):
		source.check(self)
