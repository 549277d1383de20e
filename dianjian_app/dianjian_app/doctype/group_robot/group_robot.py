from frappe.model.document import Document

from dianjian_app.mailing import group_robot


class GroupRobot(Document):
	"""A robot of a group chat (R46)."""

	def validate(self):
		group_robot.validate(self)
