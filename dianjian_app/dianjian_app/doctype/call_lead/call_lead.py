import frappe
from frappe import _
from frappe.model.document import Document

from dianjian_app.resources.projection import PROJECTED


class ProjectedFieldError(frappe.ValidationError):
	"""Somebody typed what follows from calls, visits and allocations."""


class CallLead(Document):
	def before_insert(self):
		if not self.flags.by_stage:
			frappe.throw(_("Leads come from batches and incoming calls; register the call instead."))

	def validate(self):
		self.check_projected()

	def on_trash(self):
		frappe.throw(_("A lead is never deleted; mark it do-not-call instead."))

	def check_projected(self):
		"""Status, grade, holder and the like follow from other documents (decision 7)."""
		if self.is_new() or self.flags.by_stage:
			return
		before = self.get_doc_before_save()
		changed = [f for f in PROJECTED if before and str(before.get(f) or "") != str(self.get(f) or "")]
		if changed:
			frappe.throw(
				_("{0} follows from calls, visits and allocations and cannot be typed.").format(
					", ".join(_(self.meta.get_label(f)) for f in changed)
				),
				ProjectedFieldError,
			)
