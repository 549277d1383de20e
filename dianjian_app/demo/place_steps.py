"""The steps of one centre of a demo: its people, what they bring along, and its days."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from dianjian_app.demo import people
from dianjian_app.demo.days import Day
from dianjian_app.demo.plan import Plan
from dianjian_app.demo.steps import Step
from dianjian_app.demo.workbooks import resources
from dianjian_app.people.period import Period


def place_steps(plan: Plan, prefix: str = "") -> list[Step]:
	"""A centre's people, their opening balances where the plan has any, and each of its days. prefix: of the steps' keys."""
	eve = datetime.combine(plan.first_day - timedelta(days=1), time(10, 0))
	name = plan.place.name
	found = [
		Step(
			f"{prefix}logins", f"{name}: logins of everybody", eve, lambda move_to: people.make_logins(plan)
		),
		Step(
			f"{prefix}centre", f"{name}: centre, groups, staff", eve, lambda move_to: people.make_centre(plan)
		),
	]
	if plan.openings:
		found.append(
			Step(
				f"{prefix}openings",
				f"{name}: opening balances",
				eve,
				lambda move_to: people.bring_along(plan),
			)
		)
	brought = resources(plan)
	for day in Period(plan.first_day, plan.last_day).days():
		begins = datetime.combine(day, time(8, 0))
		found.append(Step(f"{prefix}{day}", f"{name}: {day:%a} {day}", begins, Day(plan, day, brought).play))
	return found
