"""The steps of the demo that lives: two centres' days, the last month's settlement, and today up to the minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from dianjian_app import roles
from dianjian_app.demo import settle
from dianjian_app.demo.acting import acting_as
from dianjian_app.demo.place_steps import place_steps
from dianjian_app.demo.plan import Plan
from dianjian_app.demo.steps import Step
from dianjian_app.demo.today import Today
from dianjian_app.ledger.build import rebuild
from dianjian_app.people.period import Period

LAST_STEP = "today"
EVENING = time(18, 30)


def living_steps(plans: tuple[Plan, Plan], now: datetime) -> list[Step]:
	"""Everything in the order of time. plans: those of `living_plans` for the same minute."""
	main, second = plans
	found = [*place_steps(main), *_settlement(main, now), *place_steps(second, "second ")]
	found.sort(key=lambda step: step.at)
	today = datetime.combine(now.date(), time(0, 1))
	return [
		*found,
		Step("ledgers", "the nights' ledgers", today, lambda move_to: _ledgers(plans, now.date())),
		Step("second today", f"today at {second.place.name}", today, Today(second, now).play),
		Step(LAST_STEP, f"today at {main.place.name}", today, Today(main, now).play),
	]


def _settlement(plan: Plan, now: datetime) -> list[Step]:
	"""The last month is computed two days ago, approved and published on the evening before today: an appeal is in time."""
	first = now.date().replace(day=1)

	def evening(days_ago: int, minutes: int) -> datetime:
		day = max(now.date() - timedelta(days=days_ago), first)
		at = EVENING if day < now.date() else time(0, 0)
		return datetime.combine(day, at) + timedelta(minutes=minutes)

	def step(key: str, label: str, at: datetime, do: Callable[[Plan], None]) -> Step:
		return Step(key, f"{plan.place.name}: {label}", at, lambda move_to: do(plan))

	return [
		step("draft", f"{plan.month} computed", evening(2, 0), _draft),
		step("approved", "manager's approval", evening(1, 0), _approve),
		step("published", "HR's approval, published", evening(1, 1), _publish),
	]


def _draft(plan: Plan) -> None:
	rebuild(plan.place.name, Period.parse_month(plan.month))
	with acting_as(plan.holder(roles.MANAGER).user):
		settle.computed(plan.month, plan.place.name)


def _approve(plan: Plan) -> None:
	with acting_as(plan.holder(roles.MANAGER).user):
		settle.act(settle.computed(plan.month, plan.place.name), "Approve as Manager")


def _publish(plan: Plan) -> None:
	with acting_as(plan.holder(roles.HR).user):
		for action in ("Approve as HR", "Publish"):
			settle.act(settle.settlement_of(plan.month, plan.place.name), action)


def _ledgers(plans: tuple[Plan, Plan], today: date) -> None:
	for plan in plans:
		start = max(plan.place.opened_on, today.replace(day=1))
		if start < today:
			rebuild(plan.place.name, Period(start, today - timedelta(days=1)))
