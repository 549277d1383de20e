"""Reminds of customers' questions that are due and gives those that are overdue to the manager, by the clock (R41)."""

from __future__ import annotations

from frappe import _

from dianjian_app import roles
from dianjian_app.service.customer_question_events import ANSWER, OPEN
from dianjian_app.service.overdue import Watched, watch

QUESTIONS = Watched(
	doctype="Customer Question",
	open_stages=(OPEN,),
	works_on_it=tuple(role for role in ANSWER if role != roles.MANAGER),
	due=lambda name, day: _("Question {0} is to be answered by {1}").format(name, day),
	overdue=lambda name, day: _("The answer to question {0} has been overdue since {1}").format(name, day),
)


def remind_and_escalate() -> dict[str, list[str]]:
	"""Daily job; see `overdue.watch`."""
	return watch(QUESTIONS)
