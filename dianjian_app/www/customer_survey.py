"""The public page where a customer answers a survey; the same for every visitor (R42)."""

from __future__ import annotations

import frappe
from frappe import _

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""The page's words in the visitor's language; nothing of anybody."""
	context.lang = frappe.local.lang
	context.scores = [
		(1, _("Very Bad")),
		(2, _("Bad")),
		(3, _("So-so")),
		(4, _("Good")),
		(5, _("Very Good")),
	]
	context.words = frappe._dict(
		title=_("How Satisfied Are You?"),
		never=_("I never visited"),
		optional=_("(may be left out)"),
		send=_("Send"),
		done=_("Thank you for your answer."),
		closed=_("This link is closed: it was answered, or its time is over."),
		too_many=_("That was often. Please try again in an hour, or call us."),
		failed=_("It has not arrived. Please try again."),
		no_script=_("Please allow scripts on this page, or call us."),
	)
