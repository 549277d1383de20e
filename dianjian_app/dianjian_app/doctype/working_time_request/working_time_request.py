from frappe.model.document import Document

from dianjian_app.attendance import working_time_request_events
from dianjian_app.people import approval


class WorkingTimeRequest(Document):
	"""Overtime or the correction of a punch, asked for and decided (R34)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		asked_at: DF.Datetime | None
		centre: DF.Link | None
		compensation: DF.Literal["Overtime Pay", "Time Off in Lieu"]
		date: DF.Date
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		decision: DF.Literal["", "Approved", "Rejected", "Withdrawn", "Cancelled"]
		decision_note: DF.SmallText | None
		direction: DF.Literal["", "Clock In", "Clock Out"]
		hours: DF.Float
		kind: DF.Literal["Overtime", "Punch Correction"]
		late: DF.Check
		punch_time: DF.Time | None
		reason: DF.SmallText
		sales_group: DF.Link | None
		staff: DF.Link
		staff_name: DF.Data | None
		starts_at: DF.Time | None
		workflow_state: DF.Link | None
	# end: auto-generated types

	def validate(self):
		working_time_request_events.validate(self)

	def after_insert(self):
		approval.tell_deciders(self)

	def before_submit(self):
		approval.approve(self)

	def on_submit(self):
		working_time_request_events.approved(self)

	def before_update_after_submit(self):
		approval.keep_decision(self)

	def before_cancel(self):
		approval.cancel(self)

	def on_cancel(self):
		working_time_request_events.cancelled(self)

	def on_trash(self):
		approval.refuse_delete(self)
