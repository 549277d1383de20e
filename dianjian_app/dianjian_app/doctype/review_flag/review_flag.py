from frappe.model.document import Document

from dianjian_app.service.flags import review_flag_events


class ReviewFlag(Document):
	"""Something recorded that people should look at, with its evidence (R17, R33, R42)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		centre: DF.Link | None
		date: DF.Date | None
		evidence: DF.LongText | None
		flag_key: DF.Data | None
		flagged_at: DF.Datetime | None
		found: DF.Int
		kind: DF.Literal[
			"One Consultant Signs",
			"Very Short Calls",
			"Numbers Alike",
			"Signed Out of Hours",
			"Visit Denied",
			"Punches in One Second",
			"Same Device",
		]
		looked_at: DF.Datetime | None
		looked_by: DF.Link | None
		note: DF.SmallText | None
		rest: DF.Int
		result: DF.Literal["", "In Order", "Not in Order"]
		with_name: DF.Data | None
		with_staff: DF.Link | None
	# end: auto-generated types

	def validate(self):
		review_flag_events.refuse_change(self)

	def on_trash(self):
		review_flag_events.refuse_delete(self)
