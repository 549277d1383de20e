from frappe.model.document import Document

from dianjian_app.people import (
	approval,
	leave_balance,
	time_off_agreement,
	time_off_papers,
	time_off_request_events,
	time_off_substitute,
)


class TimeOffRequest(Document):
	"""Leave asked for and decided (R34)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agreed_at: DF.Datetime | None
		agreed_by: DF.Link | None
		amended_from: DF.Link | None
		centre: DF.Link | None
		counts_as: DF.Data | None
		customer: DF.Data | None
		days: DF.Float
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		decision: DF.Literal["", "Approved", "Rejected", "Withdrawn", "Cancelled"]
		decision_note: DF.SmallText | None
		asked_on: DF.Date | None
		excused_from: DF.Date | None
		from_date: DF.Date
		half_day: DF.Check
		half_day_part: DF.Literal["", "Morning", "Afternoon"]
		late: DF.Check
		leave_type: DF.Link
		papers: DF.Data | None
		papers_due: DF.Date | None
		papers_overdue: DF.Check
		papers_reminded: DF.Check
		place: DF.Data | None
		reason: DF.SmallText
		sales_group: DF.Link | None
		staff: DF.Link
		staff_name: DF.Data | None
		substitute: DF.Link | None
		to_date: DF.Date
		workflow_state: DF.Link | None
	# end: auto-generated types

	@property
	def balance(self):
		return float(leave_balance.balance(self.staff, self.leave_type)) if self.staff else 0.0

	def validate(self):
		time_off_request_events.validate(self)

	def after_insert(self):
		time_off_agreement.tell_first(self)

	def onload(self):
		time_off_agreement.show(self)

	def before_submit(self):
		time_off_agreement.check_there(self)
		approval.approve(self)
		time_off_papers.check_there(self)

	def on_submit(self):
		time_off_request_events.post_leave_taken(self)

	def before_update_after_submit(self):
		approval.keep_decision(self)
		time_off_substitute.check_change(self)

	def before_cancel(self):
		approval.cancel(self)

	def on_cancel(self):
		time_off_request_events.post_leave_returned(self)

	def on_trash(self):
		approval.refuse_delete(self)
