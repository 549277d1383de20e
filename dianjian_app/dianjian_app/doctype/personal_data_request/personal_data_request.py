from frappe.model.document import Document

from dianjian_app.privacy import personal_data_request_events


class PersonalDataRequest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.personal_data_request_lead.personal_data_request_lead import (
			PersonalDataRequestLead,
		)
		from dianjian_app.dianjian_app.doctype.personal_data_request_step.personal_data_request_step import (
			PersonalDataRequestStep,
		)

		centre: DF.Link | None
		correct_hash: DF.Data | None
		correct_mask: DF.Data | None
		correct_name: DF.Data | None
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		done_at: DF.Datetime | None
		due_date: DF.Date | None
		error_message: DF.SmallText | None
		export_file: DF.Attach | None
		export_zip: DF.Attach | None
		identity_proof: DF.Literal["", "Called from This Number", "Identity Card Seen", "Written Authority"]
		keep_do_not_call: DF.Check
		kind: DF.Literal["Export", "Correct", "Erase"]
		leads: DF.Table[PersonalDataRequestLead]
		left_over: DF.SmallText | None
		number_input: DF.Data | None
		number_to_correct: DF.Data | None
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		refusal_reason: DF.SmallText | None
		requested_on: DF.Date
		stage: DF.Literal["Received", "In Work", "Done", "Refused", "Withdrawn"]
		steps: DF.Table[PersonalDataRequestStep]
		taken_by: DF.Link | None
		wish: DF.SmallText | None

	# end: auto-generated types
	def before_insert(self):
		personal_data_request_events.take(self)

	def validate(self):
		personal_data_request_events.check_changes(self)

	def on_trash(self):
		personal_data_request_events.refuse_delete(self)
