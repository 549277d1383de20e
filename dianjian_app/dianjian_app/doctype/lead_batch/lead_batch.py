from frappe.model.document import Document

from dianjian_app.permissions import check_in_scope
from dianjian_app.resources import consent
from dianjian_app.resources.intake import lead_batch_events


class LeadBatch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		batch_name: DF.Data
		brought_by: DF.Link | None
		centre: DF.Link
		column_mapping: DF.JSON | None
		error_message: DF.SmallText | None
		evidence: DF.Attach | None
		evidence_date: DF.Date | None
		evidence_note: DF.SmallText | None
		file: DF.Attach | None
		file_hash: DF.Data | None
		imported_at: DF.Datetime | None
		merged_count: DF.Int
		new_count: DF.Int
		reading_choices: DF.JSON | None
		received_on: DF.Date
		rejected_count: DF.Int
		rejects_file: DF.Attach | None
		sales_group: DF.Link | None
		source: DF.Link
		status: DF.Literal["Draft", "Queued", "Imported", "Failed", "Undone"]
		total_rows: DF.Int
		undone_at: DF.Datetime | None
		undone_by: DF.Link | None
		unread_dates: DF.Int

	# end: auto-generated types
	def validate(self):
		check_in_scope(self)
		lead_batch_events.check_changes(self)
		lead_batch_events.keep_private(self)
		lead_batch_events.check_group(self)
		consent.check_batch(self)

	def on_trash(self):
		lead_batch_events.refuse_trash(self)
