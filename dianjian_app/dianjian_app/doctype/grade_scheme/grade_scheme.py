from frappe.model.document import Document

from dianjian_app.resources import grades


class GradeScheme(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.intent_grade.intent_grade import IntentGrade

		description: DF.SmallText | None
		grades: DF.Table[IntentGrade]
		scheme_name: DF.Data

	# end: auto-generated types
	def validate(self):
		grades.check_scheme(self)
