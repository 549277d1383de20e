from frappe.model.document import Document

from dianjian_app.resources import call_lead_events


class CallLead(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.call_lead_number.call_lead_number import CallLeadNumber

		agent: DF.Link | None
		agent_name: DF.Data | None
		allocated_on: DF.Date | None
		area_from: DF.Int
		area_to: DF.Int
		batch: DF.Link | None
		budget_from: DF.Int
		budget_to: DF.Int
		centre: DF.Link | None
		contact_way: DF.Literal["", "Phone", "Text Message", "WeChat Added"]
		customer_name: DF.Data | None
		date: DF.Date | None
		decision_makers: DF.Data | None
		do_not_call: DF.Check
		due_on: DF.Date | None
		erased_on: DF.Date | None
		follow_up_no: DF.Int
		grade: DF.Literal
		last_called_at: DF.Datetime | None
		last_connected_at: DF.Datetime | None
		lost_reason: DF.Literal[
			"",
			"Bought Elsewhere",
			"Price",
			"Neighbourhood",
			"Floor Plan",
			"Financing",
			"No Right to Buy",
			"Plan Given Up",
			"Never Meant to Buy",
			"Other",
		]
		needs_note: DF.Data | None
		needs_noted_at: DF.Datetime | None
		next_step: DF.Data | None
		next_step_date: DF.Date | None
		next_step_kind: DF.Literal["", "Call Again", "Send Message", "Invite"]
		next_step_time: DF.Data | None
		number_kept_at: DF.Datetime | None
		number_retired: DF.Check
		number_state: DF.Literal["", "Empty", "Wrong"]
		numbers: DF.Table[CallLeadNumber]
		other_names: DF.SmallText | None
		other_sources: DF.SmallText | None
		payment: DF.Literal["", "In Full", "Mortgage", "Provident Fund", "Instalments"]
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		product_need: DF.Link | None
		project_asked: DF.Data | None
		promises_answered_at: DF.Datetime | None
		purpose: DF.Literal[
			"", "Own Home", "Marriage", "Children's School", "For the Parents", "Investment", "Business Use"
		]
		remarks: DF.SmallText | None
		resistance: DF.Literal["", "None", "Some", "Strong"]
		resistance_reason: DF.Literal[
			"",
			"Price",
			"Neighbourhood",
			"Floor Plan",
			"School District",
			"Transport",
			"Financing",
			"Handover Date",
			"Family Disagrees",
			"Compares With Others",
			"Other",
		]
		retries_over: DF.Check
		retry_at: DF.Datetime | None
		rooms: DF.Int
		sales_group: DF.Link | None
		segment: DF.Literal["", "First Home", "Upgrade", "Investment"]
		source: DF.Link | None
		stands_in_for: DF.Link | None
		status: DF.Literal["Pool", "Held", "Invited", "Visited", "Deal", "Out"]

	# end: auto-generated types
	def before_insert(self):
		call_lead_events.check_origin(self)

	def validate(self):
		call_lead_events.check_changes(self)

	def on_trash(self):
		call_lead_events.refuse_trash(self)
