from frappe.model.document import Document

from dianjian_app.incentives.rules import rule_review_events


class RuleReview(Document):
	"""A rule is looked at again on its day (R31)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.rule_review_month.rule_review_month import RuleReviewMonth

		centre: DF.Link
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision: DF.Literal["", "Keep", "Change", "End"]
		due_on: DF.Date
		family: DF.Data | None
		from_date: DF.Date | None
		months: DF.Table[RuleReviewMonth]
		reason: DF.SmallText | None
		reminded_for: DF.Date | None
		rule: DF.Link
		rule_title: DF.Data | None
		stage: DF.Literal["Open", "Decided"]
	# end: auto-generated types

	def validate(self):
		rule_review_events.validate(self)

	def on_trash(self):
		rule_review_events.refuse_delete(self)
