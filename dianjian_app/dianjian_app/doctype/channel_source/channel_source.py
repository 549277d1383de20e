from frappe.utils.nestedset import NestedSet


class ChannelSource(NestedSet):
	pass
