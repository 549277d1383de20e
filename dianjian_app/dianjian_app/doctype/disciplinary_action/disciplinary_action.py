from frappe.model.document import Document

from dianjian_app.incentives.discipline import disciplinary_action_events


class DisciplinaryAction(Document):
	"""A disciplinary action that a rule or a person proposes; people decide (R30, decision 19)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action_key: DF.Data | None
		action_type: DF.Literal[
			"",
			"Training",
			"Warning",
			"Demerit",
			"Suspension",
			"Dismissal",
			"Elimination",
			"Award",
			"Promotion",
		]
		agent: DF.Link
		agent_name: DF.Data | None
		appraisal: DF.Link | None
		centre: DF.Link | None
		confirmed_at: DF.Datetime | None
		confirmed_by: DF.Link | None
		date: DF.Date
		decided_on: DF.Date | None
		evidence: DF.SmallText | None
		explanation: DF.Code | None
		ground: DF.Link | None
		ground_kind: DF.Literal["", "Breach", "Merit"]
		heard_at: DF.Datetime | None
		heard_by: DF.Link | None
		heard_how: DF.Literal["", "Statement", "Declined", "Absent"]
		hr_decided_at: DF.Datetime | None
		hr_decided_by: DF.Link | None
		hr_decision: DF.Literal["", "Adopt", "Do Not Adopt"]
		hr_reason: DF.SmallText | None
		manager_decided_at: DF.Datetime | None
		manager_decided_by: DF.Link | None
		manager_decision: DF.Literal["", "Adopt", "Do Not Adopt"]
		manager_reason: DF.SmallText | None
		outcome: DF.Literal["", "Trained", "Transferred", "Kept", "Dismissed"]
		period_end: DF.Date | None
		period_start: DF.Date | None
		proposed_by: DF.Link | None
		public_until: DF.Date | None
		revoked_by_appeal: DF.Data | None
		rule: DF.Link | None
		sales_group: DF.Link | None
		settlement: DF.Link | None
		statement: DF.SmallText | None
		status: DF.Literal[
			"Proposed", "Heard", "Manager Decided", "Decided", "Not Adopted", "Withdrawn", "Revoked"
		]
		suspension_from: DF.Date | None
		suspension_to: DF.Date | None
		times: DF.Int
		usual_measure: DF.Data | None
		told_person: DF.Link | None
	# end: auto-generated types

	def validate(self):
		disciplinary_action_events.validate(self)

	def after_insert(self):
		disciplinary_action_events.tell_of_proposal(self)

	def on_trash(self):
		disciplinary_action_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		disciplinary_action_events.refuse_delete(self)
