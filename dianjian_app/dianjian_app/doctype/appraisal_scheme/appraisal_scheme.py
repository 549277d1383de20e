from frappe.model.document import Document

from dianjian_app.incentives.appraisal import schemes


class AppraisalScheme(Document):
	"""Who is appraised how often, by which weighted criteria and from which sides (R38)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.appraisal_criterion.appraisal_criterion import (
			AppraisalCriterion,
		)

		asked: DF.Int
		centre: DF.Link | None
		colleague_weight: DF.Float
		criteria: DF.Table[AppraisalCriterion]
		days_to_answer: DF.Int
		department_weight: DF.Float
		disabled: DF.Check
		leader_weight: DF.Float
		missing_side: DF.Literal["Left Out", "Counts as 0"]
		period_type: DF.Literal["Month", "Quarter", "Year"]
		position: DF.Literal[
			"",
			"Telesales Agent",
			"Sales Consultant",
			"Sales Group Leader",
			"Sales Assistant",
			"Front Desk",
			"Customer Service",
			"Planning",
			"Administration",
			"Department Manager",
			"HR Reviewer",
		]
		scheme_name: DF.Data
		self_weight: DF.Float
		valid_from: DF.Date
	# end: auto-generated types

	def validate(self):
		schemes.validate(self)
