from frappe.model.document import Document

from dianjian_app.names_without_series import of_agent
from dianjian_app.people import rest_day_moves
from dianjian_app.permissions import check_in_scope


class RestDayMove(Document):
	"""A rest day moved within its week, or swapped between two people, with the leader's consent (R1, R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accepted_at: DF.Datetime | None
		centre: DF.Link | None
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		decision: DF.Literal["", "Approved", "Rejected", "Withdrawn"]
		reason: DF.SmallText | None
		rests_on: DF.Date
		sales_group: DF.Link | None
		staff: DF.Link
		staff_name: DF.Data | None
		with_name: DF.Data | None
		with_staff: DF.Link | None
		works_on: DF.Date
	# end: auto-generated types

	def autoname(self):
		self.name = of_agent("RM", self.staff, self.works_on)

	def validate(self):
		rest_day_moves.refuse_by_hand(self)
		check_in_scope(self)

	def on_trash(self):
		rest_day_moves.refuse_by_hand(self)

	def before_rename(self, old, new, merge=False):
		rest_day_moves.refuse_by_hand(self)
