from frappe.model.document import Document

from dianjian_app.visits import viewing_event_events


class ViewingEvent(Document):
	"""A viewing tour, an open show flat or a purchase group (R50)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		cost: DF.Currency
		ends_at: DF.Datetime | None
		guide: DF.Link | None
		kind: DF.Literal["Viewing Tour", "Show Flat", "Purchase Group"]
		meeting_point: DF.Data | None
		place: DF.Data | None
		project: DF.Data | None
		remarks: DF.SmallText | None
		seats: DF.Int
		starts_at: DF.Datetime
		status: DF.Literal["Planned", "Cancelled"]
		template: DF.Link | None
		title: DF.Data
		transport: DF.SmallText | None
	# end: auto-generated types

	def validate(self):
		viewing_event_events.validate(self)

	def on_update(self):
		viewing_event_events.tell_people(self)

	def on_trash(self):
		viewing_event_events.refuse_delete(self)
