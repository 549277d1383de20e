from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class AppraisalScore(Document):
	"""One criterion of an appraisal."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
