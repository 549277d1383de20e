from frappe.model.document import Document

from dianjian_app.mailing import robot


class GroupRobot(Document):
	"""A robot of a group chat (R46)."""

	def validate(self):
		robot.validate(self)
