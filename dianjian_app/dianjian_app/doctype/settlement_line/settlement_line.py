from frappe.model.document import Document

from dianjian_app.incentives.settlement import settlement_rows


class SettlementLine(Document):
	"""One computed line of a settlement."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		amount: DF.Currency
		centre: DF.Link | None
		consumed: DF.Float
		correction_no: DF.Int
		corrects_period: DF.Data | None
		date: DF.Date | None
		dimension: DF.Data | None
		explanation: DF.Code | None
		family: DF.Data | None
		line_key: DF.Data | None
		line_state: DF.Literal["Normal", "No Rate", "Notice", "Not in Force"]
		note: DF.SmallText | None
		outcome_type: DF.Literal[
			"Money",
			"Leave Days",
			"Training",
			"Warning",
			"Demerit",
			"Suspension",
			"Dismissal",
			"Elimination",
			"Award",
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		period_end: DF.Date | None
		period_start: DF.Date | None
		place: DF.Int
		presence: DF.Float
		quantity: DF.Float
		rule: DF.Link | None
		sales_group: DF.Link | None
		subject_type: DF.Literal["Agent", "Group", "Centre"]
		target: DF.Float
		value: DF.Float
	# end: auto-generated types

	def validate(self):
		settlement_rows.refuse(self)

	def on_trash(self):
		settlement_rows.refuse(self)
