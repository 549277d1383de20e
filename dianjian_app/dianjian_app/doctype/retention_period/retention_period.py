from frappe.model.document import Document

from dianjian_app.privacy import retention


class RetentionPeriod(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		enabled: DF.Check
		keep_days: DF.Int
		kind: DF.Literal[
			"Uncalled Leads",
			"Closed Leads",
			"Rejected Rows",
			"Source Workbooks",
			"Message Texts",
			"Visitor Entries",
			"Reveal Log",
			"Request Files",
			"Rejected Candidates",
			"Appraisal Forms",
			"Review Flags",
			"Answers of the Staff",
			"Development Plans of Leavers",
		]
		last_run_at: DF.Datetime | None
		previewed_at: DF.Datetime | None
		previewed_by: DF.Link | None
		previewed_days: DF.Int
		removed_in_all: DF.Int
		would_go: DF.Int

	# end: auto-generated types
	def onload(self):
		retention.tell_meaning(self)

	def validate(self):
		retention.check_changes(self)
