from frappe.model.document import Document

from dianjian_app.resources import grades


class GradeScheme(Document):
	def validate(self):
		grades.check_scheme(self)
