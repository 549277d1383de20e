from frappe.model.document import Document


class GroupRobotNotice(Document):
	"""A Notification that a robot posts."""
