"""Reminds of complaints that are due and gives those that are overdue to the manager, by the clock (R41)."""

from __future__ import annotations

from frappe import _

from dianjian_app import roles
from dianjian_app.service.customer_complaint_events import IN_PROGRESS, RECEIVED
from dianjian_app.service.overdue import Watched, watch

COMPLAINTS = Watched(
	doctype="Customer Complaint",
	open_stages=(RECEIVED, IN_PROGRESS),
	works_on_it=(roles.SERVICE,),
	due=lambda name, day: _("Complaint {0} is to be answered by {1}").format(name, day),
	overdue=lambda name, day: _("The answer to complaint {0} has been overdue since {1}").format(name, day),
	spare_agent=True,
)


def remind_and_escalate() -> dict[str, list[str]]:
	"""Daily job; see `overdue.watch`. Whom a complaint is about is told nothing."""
	return watch(COMPLAINTS)
