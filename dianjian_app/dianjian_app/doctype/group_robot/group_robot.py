from frappe.model.document import Document

from dianjian_app.mailing import group_robot


class GroupRobot(Document):
	"""A robot of a group chat (R46)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.group_robot_notice.group_robot_notice import GroupRobotNotice

		centre: DF.Link
		disabled: DF.Check
		notices: DF.Table[GroupRobotNotice]
		sales_group: DF.Link | None
		title: DF.Data
		webhook_url: DF.Password
	# end: auto-generated types

	def validate(self):
		group_robot.validate(self)
