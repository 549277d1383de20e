from frappe.model.document import Document

from dianjian_app.people import dated_rows


class AppraisalScore(Document):
	"""One criterion of an appraisal."""

	def validate(self):
		dated_rows.refuse_alone(self)

	def on_trash(self):
		dated_rows.refuse_alone(self)
