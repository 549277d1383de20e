from frappe.model.document import Document

from dianjian_app.ledger import opening_balance_events


class OpeningBalance(Document):
	"""What an agent brings along when the centre goes live (R44, R22)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.opening_ledger_line.opening_ledger_line import (
			OpeningLedgerLine,
		)
		from dianjian_app.dianjian_app.doctype.opening_rule_balance.opening_rule_balance import (
			OpeningRuleBalance,
		)

		amended_from: DF.Link | None
		balances: DF.Table[OpeningRuleBalance]
		centre: DF.Link | None
		date: DF.Date
		leave_days: DF.Float
		ledger_lines: DF.Table[OpeningLedgerLine]
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		staff: DF.Link
		staff_name: DF.Data | None
	# end: auto-generated types

	def validate(self):
		opening_balance_events.validate(self)

	def on_submit(self):
		opening_balance_events.bring_leave(self)

	def on_cancel(self):
		opening_balance_events.take_leave_back(self)
