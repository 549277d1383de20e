from frappe.model.document import Document

from dianjian_app.people import reading_marks


class ReadingMark(Document):
	"""A person has read a paper, or an answer in it helped (R39, R53)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		answer_key: DF.Data | None
		centre: DF.Link | None
		date: DF.Date | None
		kind: DF.Literal["Read", "Helped"]
		marked_at: DF.Datetime | None
		paper: DF.DynamicLink | None
		paper_type: DF.Link | None
		sales_group: DF.Link | None
	# end: auto-generated types

	def autoname(self):
		self.name = reading_marks.name_of(self)

	def before_insert(self):
		reading_marks.fill_in(self)

	def validate(self):
		if not self.is_new():
			reading_marks.refuse_change(self)

	def on_trash(self):
		reading_marks.refuse_change(self)
