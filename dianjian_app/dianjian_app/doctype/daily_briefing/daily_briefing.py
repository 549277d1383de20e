from frappe.model.document import Document

from dianjian_app.ledger import daily_briefing, daily_briefing_events
from dianjian_app.people import reading_marks


class DailyBriefing(Document):
	"""A group's morning briefing, and the evening's result beside it (R53)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		activities: DF.SmallText | None
		amended_from: DF.Link | None
		author: DF.Link | None
		author_name: DF.Data | None
		centre: DF.Link | None
		date: DF.Date
		focus: DF.SmallText
		minutes: DF.Int
		news: DF.SmallText | None
		result_connected: DF.Int
		result_deals: DF.Int
		result_invited: DF.Int
		result_visits: DF.Int
		review: DF.SmallText | None
		reviewed_at: DF.Datetime | None
		reviewed_by: DF.Link | None
		sales_group: DF.Link
		stage: DF.Literal["Draft", "Given", "Reviewed", "Withdrawn"]
		target_connected: DF.Int
		target_deals: DF.Int
		target_invited: DF.Int
		target_visits: DF.Int
	# end: auto-generated types

	def autoname(self):
		self.name = daily_briefing_events.name_of(self)

	def onload(self):
		self.set_onload("is_read", reading_marks.has_read(self))
		self.set_onload("figures", daily_briefing.plan_and_result(self))

	def validate(self):
		daily_briefing_events.validate(self)

	def on_submit(self):
		daily_briefing_events.give(self)

	def on_cancel(self):
		daily_briefing_events.withdraw(self)
