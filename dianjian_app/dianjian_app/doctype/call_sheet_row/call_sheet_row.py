from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class CallSheetRow(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		called_at: DF.Datetime | None
		centre: DF.Link | None
		connected: DF.Check
		customer_name: DF.Data | None
		date: DF.Date | None
		do_not_call: DF.Check
		follow_up_no: DF.Int
		grade: DF.Literal
		is_intention: DF.Check
		is_valid: DF.Check
		lead: DF.Link
		next_step: DF.Data | None
		next_step_date: DF.Date | None
		next_step_kind: DF.Literal["", "Call Again", "Send Message", "Invite"]
		next_step_time: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		product_need: DF.Link | None
		project_asked: DF.Data | None
		recorded_at: DF.Datetime | None
		remarks: DF.SmallText | None
		request_key: DF.Data | None
		result: DF.Literal
		said: DF.SmallText | None
		sales_group: DF.Link | None
		segment: DF.Literal["", "First Home", "Upgrade", "Investment"]
		source: DF.Link | None

	# end: auto-generated types
	def validate(self):
		refuse_alone(self)

	def before_update_after_submit(self):
		refuse_alone(self)

	def before_cancel(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)

	def get_invalid_links(self, is_submittable=False):
		"""A sheet's rows hold a hundred leads: calls.rows looks links up for all of them at once, not one by one."""
		return [], []
