"""Reminds of suggestions that are to be answered and gives those that are overdue to the manager, by the clock (R51)."""

from __future__ import annotations

from frappe import _

from dianjian_app import roles
from dianjian_app.service.overdue import Watched, watch
from dianjian_app.service.staff_suggestion_events import ANSWER, OPEN

SUGGESTIONS = Watched(
	doctype="Staff Suggestion",
	open_stages=(OPEN,),
	works_on_it=tuple(role for role in ANSWER if role != roles.MANAGER),
	due=lambda name, day: _("Suggestion {0} is to be answered by {1}").format(name, day),
	overdue=lambda name, day: _("The answer to suggestion {0} has been overdue since {1}").format(name, day),
)


def remind_and_escalate() -> dict[str, list[str]]:
	"""Daily job; see `overdue.watch`."""
	return watch(SUGGESTIONS)
