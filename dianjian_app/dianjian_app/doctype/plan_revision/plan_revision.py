from frappe.model.document import Document

from dianjian_app.incentives.settlement import plan_revision_events


class PlanRevision(Document):
	"""A published month judged anew by the set-up of today (R31, decision 76)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.plan_revision_line.plan_revision_line import PlanRevisionLine

		amended_from: DF.Link | None
		amount: DF.Currency
		centre: DF.Link
		computed_at: DF.Datetime | None
		days_changed: DF.Int
		lines: DF.Table[PlanRevisionLine]
		month: DF.Data
		plans_before: DF.LongText | None
		reason: DF.SmallText
		signed_at: DF.Datetime | None
		signed_by: DF.Link | None
	# end: auto-generated types

	def validate(self):
		plan_revision_events.validate(self)

	def before_submit(self):
		plan_revision_events.sign(self)

	def on_submit(self):
		plan_revision_events.take_effect(self)

	def before_cancel(self):
		plan_revision_events.refuse_cancel(self)
