"""Overtime of rest days becomes a balance of leave, as the results of the days say it (R34).

Whatever changes a result (a punch, an application, a closed month's difference) changes the balance by what is missing to
it, so that judging a day again adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from frappe import _

from dianjian_app.locking import rows_now
from dianjian_app.people import leave_balance
from dianjian_app.people.time_off_types import IN_LIEU

RESULT, ENTRY = "Staff Day Result", "Leave Balance Entry"
MINUTES_A_DAY = 480
"""eight hours of overtime are a day of leave"""


def settle(days: Iterable[tuple[str, date]]) -> None:
	"""Make the balances what the results of people's days give; their lines are held by who calls."""
	for agent, day in sorted(days):
		_settle(agent, day)


def _settle(agent: str, day: date) -> None:
	leave_balance.lock_balance(agent, IN_LIEU)
	lines = rows_now(RESULT, {"agent": agent, "date": day}, ["lieu_minutes"])
	reference = f"{agent}-{day}"
	of_the_day = {"staff": agent, "leave_type": IN_LIEU, "entry_key": ("like", f"{reference}:lieu:%")}
	entries = rows_now(ENTRY, of_the_day, ["days"])
	due = days_of(sum(line.lieu_minutes or 0 for line in lines))
	missing = due - sum((Decimal(str(entry.days)) for entry in entries), Decimal(0)).quantize(Decimal("0.01"))
	if missing:
		leave_balance.post(
			agent,
			leave_balance.EARNED if missing > 0 else leave_balance.TAKEN_BACK,
			missing,
			day,
			f"{reference}:lieu:{len(entries)}",
			reference=(RESULT, reference) if lines else None,
			remarks=_("Overtime of a rest day"),
			leave_type=IN_LIEU,
		)


def days_of(minutes: int) -> Decimal:
	"""Days of leave for minutes of overtime."""
	return (Decimal(minutes) / MINUTES_A_DAY).quantize(Decimal("0.01"))
