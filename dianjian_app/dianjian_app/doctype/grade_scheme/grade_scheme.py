import frappe
from frappe import _
from frappe.model.document import Document


class GradeScheme(Document):
	def validate(self):
		codes = [(g.grade or "").strip() for g in self.grades]
		twice = {c for c in codes if codes.count(c) > 1}
		if twice:
			frappe.throw(_("Grade {0} stands twice in the scheme.").format(", ".join(sorted(twice))))
		for g in self.grades:
			g.grade = g.grade.strip()
			if g.is_intention and g.is_invalid:
				frappe.throw(_("Grade {0} cannot be both intention and invalid.").format(g.grade))
