"""The public page where customers complain, remark and suggest; the same for every visitor (R41)."""

from __future__ import annotations

import frappe
from frappe import _

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""The page's words in the visitor's language; nothing of anybody."""
	context.lang = frappe.local.lang
	context.kinds = [
		("Complaint", _("Complaint", context="Customer Complaint")),
		("Opinion", _("Opinion")),
		("Suggestion", _("Suggestion")),
	]
	context.words = frappe._dict(
		title=_("Write to Us"),
		intro=_("A complaint, an opinion, a suggestion: it goes to a department that answers it in time."),
		kind=_("What It Is"),
		said=_("What you want to tell us"),
		name=_("Your Name"),
		phone=_("Your phone number, if you want an answer"),
		optional=_("(may be left out)"),
		notice=_("Your number is used to answer you, for nothing else."),
		send=_("Send"),
		done=_("Thank you. It has arrived, and somebody takes care of it."),
		closed=_("Nothing can be written by this address."),
		too_many=_("That was often. Please try again in an hour, or call us."),
		failed=_("It has not arrived. Please try again."),
		no_script=_("Please allow scripts on this page, or call us."),
	)
