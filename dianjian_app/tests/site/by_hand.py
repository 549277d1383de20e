"""The demo's month worked out by hand: from what people did to what each agent gets, in plain Python.

It shares no code with the app's calendar, ledger or rules. The figures of the rules stand here once more, as
requirements R20-R24 give them, so that a rule that was seeded wrong is found, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

PUBLIC_HOLIDAYS = {date(2026, 9, d) for d in (25, 26, 27)} | {date(2026, 10, d) for d in range(1, 8)}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
# weeks count in the month of their Sunday: the first begins in August, the last days of September are October's
WEEKS = [[date(2026, 8, 31) + timedelta(days=7 * w + d) for d in range(7)] for w in range(4)]
OCTOBERS_FIRST_WEEK = [date(2026, 9, 28) + timedelta(days=d) for d in range(7)]
YUAN_PER_CUSTOMER_SHORT = 1
VISITS_A_WEEK, WEEKS_MISSED = 10, 4
VISITS_FOR_HALF_A_DAY = 10
YUAN_PER_UNIT = {"高层": 200, "别墅": 500, "洋房": 300}
PLACES = 6


@dataclass(frozen=True, order=True)
class Expected:
	"""One thing that the month brings a person. what: Money (amount in yuan), Leave Days, Dismissal, Elimination."""

	agent: str
	rule: str
	start: date
	end: date
	what: str
	dimension: str = ""
	amount: Fraction = Fraction(0)
	days: Fraction = Fraction(0)


def presence(plan, agent, day) -> Fraction:
	"""How much of the day the agent owes."""
	if day < agent.joined or WEEKDAYS[day.weekday()] == agent.rest_day or day in PUBLIC_HOLIDAYS:
		return Fraction(0)
	for off in plan.time_off:
		if off.agent == agent.key and off.day == day:
			return Fraction(1, 2) if off.part else Fraction(0)
	return Fraction(1)


def reached(plan) -> dict[tuple[str, date], int]:
	"""Different customers reached, by agent and day, corrections considered."""
	return {(s.agent, s.day): s.customers if s.corrected_to is None else s.corrected_to for s in plan.sheets}


def counted_visits(plan) -> dict[str, list[date]]:
	"""Days of each agent's counted visits: contacted, led in, signed, the customer's first."""
	return {agent: sorted(v.planned_at.date() for v in visits) for agent, visits in _counted(plan).items()}


def _customer(plan, visit) -> str:
	while visit.same_customer_as:
		visit = plan.visit(visit.same_customer_as)
	return visit.key


def _counted(plan) -> dict[str, list]:
	counted, seen = defaultdict(list), set()
	for visit in sorted(plan.visits, key=lambda v: v.planned_at):
		customer = _customer(plan, visit)
		if visit.came and visit.contacted and visit.led_in and customer not in seen:
			seen.add(customer)
			counted[visit.agent].append(visit)
	return counted


def outcomes(plan) -> Counter:
	"""How many visits end how."""
	counted = {v.key for visits in _counted(plan).values() for v in visits}
	return Counter(
		"Counted"
		if v.key in counted
		else "No Show"
		if not v.came
		else "Revisit"
		if v.contacted and v.led_in
		else "Walk-in"
		for v in plan.visits
	)


def earning_agent(plan, deal) -> str | None:
	"""The agent of the customer's counted visit; nobody where none counted."""
	customer = _customer(plan, plan.visit(deal.visit))
	for agent, visits in _counted(plan).items():
		if any(_customer(plan, v) == customer for v in visits):
			return agent
	return None


def missed_weeks(plan, agent, weeks=WEEKS) -> list[bool | None]:
	"""For each week: missed (True), met (False), or not asked for (None)."""
	days_of_visits = counted_visits(plan).get(agent.key, [])
	# the week's Monday lies before the app was used; its visits were brought along
	for opening in plan.openings:
		if opening.agent == agent.key:
			days_of_visits = [FIRST - timedelta(days=1)] * opening.counted + days_of_visits
	result: list[bool | None] = []
	for week in weeks:
		roster = [d for d in week if WEEKDAYS[d.weekday()] != agent.rest_day]
		owed = sum(presence(plan, agent, d) for d in week)
		if not owed or any(d < agent.joined for d in roster):
			result.append(None)
			continue
		target = ceil(VISITS_A_WEEK * owed / len(roster))
		result.append(sum(d in week for d in days_of_visits) < target)
	return result


def weeks_of_dismissal(missed: list[bool | None]) -> list[int]:
	"""Which weeks complete four missed ones in a row, and again only after four further."""
	completed, in_a_row = [], 0
	for n, miss in enumerate(missed):
		if miss is not None:
			in_a_row = in_a_row + 1 if miss else 0
			if miss and in_a_row % WEEKS_MISSED == 0:
				completed.append(n)
	return completed


def ranking(plan) -> dict[str, int]:
	"""Places of the established agents by counted visits, then deals, then their amount."""
	last_day_of_probation = {a.key: a.joined + timedelta(days=29) for a in plan.agents}
	established = [a.key for a in plan.agents if last_day_of_probation[a.key] < FIRST]
	visits = counted_visits(plan)

	def strength(agent):
		deals = [d for d in plan.deals if earning_agent(plan, d) == agent and FIRST <= d.day <= LAST]
		in_month = [d for d in visits.get(agent, []) if FIRST <= d <= LAST]
		return len(in_month), sum(d.units for d in deals), sum(d.amount for d in deals)

	return {a: 1 + sum(strength(other) > strength(a) for other in established) for a in established}


def september(plan) -> list[Expected]:
	"""Everything that the month brings, person by person."""
	result: list[Expected] = []
	visits, sheets = counted_visits(plan), reached(plan)
	places = ranking(plan)
	brought_along = {o.agent: o.visits for o in plan.openings}
	for agent in plan.agents:
		key = agent.key
		for n in range(30):
			day = FIRST + timedelta(days=n)
			short = ceil(plan.quota * presence(plan, agent, day)) - sheets.get((key, day), 0)
			if short > 0:
				yuan = Fraction(-short * YUAN_PER_CUSTOMER_SHORT)
				result.append(Expected(key, "R20", day, day, "Money", amount=yuan))
		for week in weeks_of_dismissal(missed_weeks(plan, agent)):
			result.append(Expected(key, "R21", WEEKS[week][0], WEEKS[week][-1], "Dismissal"))
		halves = (brought_along.get(key, 0) + len(visits.get(key, []))) // VISITS_FOR_HALF_A_DAY
		if halves:
			result.append(Expected(key, "R22", FIRST, LAST, "Leave Days", days=Fraction(halves, 2)))
		if places.get(key, 0) > PLACES:
			result.append(Expected(key, "R24", FIRST, LAST, "Elimination"))
	for deal in plan.deals:
		agent_key = earning_agent(plan, deal)
		if agent_key:
			yuan = Fraction(YUAN_PER_UNIT[deal.product] * deal.units)
			result.append(
				Expected(agent_key, "R23", deal.day, deal.day, "Money", dimension=deal.product, amount=yuan)
			)
	return sorted(result)


def taken_back_in_october(plan) -> list[Expected]:
	"""What cancelled deals take back: the whole of what they brought, for the day they had brought it."""
	return [
		Expected(
			earning_agent(plan, d),
			"R23",
			d.day,
			d.day,
			"Money",
			d.product,
			Fraction(-YUAN_PER_UNIT[d.product] * d.units),
		)
		for d in plan.deals
		if d.cancelled_on and earning_agent(plan, d)
	]


def october_proposals(plan) -> list[Expected]:
	"""Whom October's first week, three working days of September, brings to four missed weeks."""
	weeks = [*WEEKS, OCTOBERS_FIRST_WEEK]
	return [
		Expected(agent.key, "R21", OCTOBERS_FIRST_WEEK[0], OCTOBERS_FIRST_WEEK[-1], "Dismissal")
		for agent in plan.agents
		if len(WEEKS) in weeks_of_dismissal(missed_weeks(plan, agent, weeks))
	]
