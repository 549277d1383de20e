from frappe.model.document import Document

from dianjian_app.incentives.rules import rule_acknowledgement_events


class RuleAcknowledgement(Document):
	"""A person has read a version of a rule."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acknowledged_at: DF.Datetime | None
		agent: DF.Link | None
		agent_name: DF.Data | None
		centre: DF.Link | None
		date: DF.Date | None
		rule: DF.Link | None
		sales_group: DF.Link | None
		user: DF.Link | None
	# end: auto-generated types

	def before_insert(self):
		rule_acknowledgement_events.fill_in(self)

	def validate(self):
		if not self.is_new():
			rule_acknowledgement_events.refuse_change(self)

	def on_trash(self):
		rule_acknowledgement_events.refuse_change(self)
