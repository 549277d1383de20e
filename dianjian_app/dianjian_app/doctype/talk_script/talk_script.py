from frappe.model.document import Document

from dianjian_app.people import reading_marks
from dianjian_app.service import talk_script_events


class TalkScript(Document):
	"""A version of a script, a case or an offer, with its questions and answers (R39, R55)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.talk_script_answer.talk_script_answer import TalkScriptAnswer

		amended_from: DF.Link | None
		answers: DF.Table[TalkScriptAnswer]
		author: DF.Link | None
		author_name: DF.Data | None
		centre: DF.Link
		changes: DF.SmallText | None
		family: DF.Data | None
		in_force_from: DF.Date | None
		kind: DF.Literal[
			"Answering Calls",
			"Inviting",
			"Calling Back",
			"Success Case",
			"Failure Case",
			"Offer",
			"Present Activity",
		]
		product_type: DF.Link | None
		project: DF.Data | None
		replaces: DF.Link | None
		script: DF.LongText | None
		stage: DF.Literal["Draft", "In Force", "Replaced", "Withdrawn"]
		title: DF.Data
		valid_from: DF.Date | None
		valid_until: DF.Date | None
		version: DF.Int
	# end: auto-generated types

	def onload(self):
		self.set_onload("is_read", reading_marks.has_read(self))

	def validate(self):
		talk_script_events.validate(self)

	def on_submit(self):
		talk_script_events.bring_into_force(self)

	def on_cancel(self):
		talk_script_events.withdraw(self)
