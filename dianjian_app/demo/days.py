"""A day of the demo: who does what at which time, and the acts themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

import frappe

from dianjian_app import roles
from dianjian_app.demo import resources, sheets, time_off, visits
from dianjian_app.demo.acting import MoveTo, acting_as, switch_to
from dianjian_app.demo.plan import Plan, SheetFact, VisitFact
from dianjian_app.demo.workbooks import Resource


@dataclass(frozen=True)
class Act:
	"""One thing that a person does at a time."""

	at: datetime
	user: str
	do: Callable[[], object]


class Day:
	"""The acts of one day of the plan. Calls are chosen when the first of them is made."""

	def __init__(self, plan: Plan, day: date, brought: tuple[Resource, ...] = ()) -> None:
		self.plan, self.day = plan, day
		self.brought = [r for r in brought if r.brought_on == day]
		self.sheets = [s for s in plan.sheets if s.day == day]
		self.calls: dict[str, list[sheets.Call]] = {}

	def play(self, move_to: MoveTo) -> None:
		"""Do everything in the order of time, each act in its person's session."""
		with acting_as(frappe.session.user):
			for act in sorted(self.acts(), key=lambda a: (a.at, a.user)):
				move_to(act.at)
				switch_to(act.user)
				act.do()

	def acts(self) -> list[Act]:
		"""Everything that happens on the day."""
		acts = [*self._resources(), *self._time_off(), *self._visits(), *self._deals()]
		acts += [*self._late_sheets(), *self._confirmations()]
		for fact in self.sheets:
			acts += self._sheet(fact)
			acts += self._register(fact)
		return acts

	def _act(self, at: time, who: str, do: Callable, *args: object) -> Act:
		return Act(datetime.combine(self.day, at), self.plan.person(who).user, partial(do, *args))

	def _leader(self, agent: str, day: date | None = None) -> str:
		return self.plan.leader_of(agent, day or self.day)

	def _resources(self) -> Iterator[Act]:
		planner = self.plan.holder(roles.PLANNING).key
		for resource in self.brought:
			yield self._act(time(8, 30), planner, resources.bring, self.plan, resource)
		by_group: dict[str, list[SheetFact]] = {}
		for fact in self.sheets:
			by_group.setdefault(self.plan.group_of(fact.agent, self.day), []).append(fact)
		for group, facts in by_group.items():
			yield self._act(
				time(8, 50), self._leader(facts[0].agent), resources.hand_out_for, self.plan, group, facts
			)

	def _sheet(self, fact: SheetFact) -> Iterator[Act]:
		noon = self.plan.leaves_at_noon(fact.agent, self.day)
		full, handed_in = (time(11, 40), time(11, 50)) if noon else (time(17, 0), time(17, 10))
		for n in range(fact.logged):
			yield self._act(time(9, 10 + 7 * n), fact.agent, self._log, fact, n)
		yield self._act(full, fact.agent, self._fill, fact)
		if fact.next_day:
			return
		number, leader = self.plan.person(fact.agent).number, self._leader(fact.agent)
		yield self._act(handed_in, fact.agent, sheets.act, number, self.day, "Hand In")
		if fact.return_reason:
			yield self._act(time(17, 20), leader, sheets.give_back, number, self.day, fact.return_reason)
			yield self._act(time(17, 25), fact.agent, sheets.mend, number, self.day)
		if fact.corrected_to is not None:
			surplus = fact.customers - fact.corrected_to
			yield self._act(time(17, 50), leader, sheets.correct, number, self.day, surplus)

	def _confirmations(self) -> Iterator[Act]:
		"""Each leader goes through the group's sheets at the end of the day."""
		groups = {
			(self.plan.group_of(s.agent, self.day), self._leader(s.agent))
			for s in self.sheets
			if not s.confirmed_when_settling
		}
		for group, leader in sorted(groups):
			yield self._act(time(17, 30), leader, sheets.confirm_day, self.day, group)

	def _late_sheets(self) -> Iterator[Act]:
		for fact in self.plan.sheets:
			if not fact.next_day:
				continue
			following = next((d for d in self.plan.at_work[fact.agent] if d > fact.day), None)
			if following == self.day:
				number = self.plan.person(fact.agent).number
				yield self._act(time(9, 1), fact.agent, sheets.act, number, fact.day, "Hand In")
				group = self.plan.group_of(fact.agent, fact.day)
				leader = self._leader(fact.agent, fact.day)
				yield self._act(time(9, 30), leader, sheets.confirm_day, fact.day, group)

	def _calls_of(self, fact: SheetFact) -> list[sheets.Call]:
		if fact.agent not in self.calls:
			again = visits.customers_again(self.plan, self._invited(fact.agent))
			end = time(11, 30) if self.plan.leaves_at_noon(fact.agent, self.day) else time(16, 55)
			number = self.plan.person(fact.agent).number
			self.calls[fact.agent] = sheets.plan_calls(fact, number, again, end)
		return self.calls[fact.agent]

	def _log(self, fact: SheetFact, n: int) -> None:
		sheets.log(self._calls_of(fact)[n])

	def _fill(self, fact: SheetFact) -> None:
		sheets.fill(fact, self.plan.person(fact.agent).number, self._calls_of(fact)[fact.logged :])

	def _invited(self, agent: str) -> list[VisitFact]:
		return [v for v in self.plan.visits if v.agent == agent and v.invited_on == self.day]

	def _register(self, fact: SheetFact) -> Iterator[Act]:
		invited = self._invited(fact.agent)
		if invited:
			at = time(11, 45) if self.plan.leaves_at_noon(fact.agent, self.day) else time(17, 5)
			yield self._act(at, fact.agent, self._fill_register, fact, invited)
			yield self._act(
				time(17, 30), self._leader(fact.agent), visits.sign_register, self.plan, self.day, invited
			)

	def _fill_register(self, fact: SheetFact, invited: list[VisitFact]) -> None:
		customers = [call.lead for call in self._calls_of(fact)[: fact.intention]]
		visits.register(self.plan, self.day, invited, customers)

	def _visits(self) -> Iterator[Act]:
		for visit in self.plan.visits:
			if visit.planned_at.date() != self.day:
				continue
			leader = self._leader(visit.agent)
			desk = self.plan.holder(roles.FRONT_DESK).key

			def at(minutes: int, who: str, do: Callable, visit: VisitFact = visit) -> Act:
				when = (visit.planned_at + timedelta(minutes=minutes)).time()
				return self._act(when, who, do, self.plan, visit)

			if not visit.came:
				yield self._act(time(17, 30), leader, visits.no_show, self.plan, visit)
				continue
			if visit.contacted:
				yield at(-4, visit.agent, visits.contact)
			if visit.led_in:
				yield at(3, desk, visits.lead_in)
			yield at(45, visit.receptionist, visits.sign)
			counts = visit.contacted and visit.led_in  # anything else ends with the signature
			if counts and not visit.confirmed_when_settling:
				yield self._act(time(17, 30), leader, visits.confirm, self.plan, visit)

	def _deals(self) -> Iterator[Act]:
		manager = self.plan.holder(roles.MANAGER).key
		for deal in self.plan.deals:
			if deal.day == self.day:
				consultant = self.plan.visit(deal.visit).receptionist
				yield self._act(time(16, 10), consultant, visits.record_deal, self.plan, deal)
				yield self._act(time(16, 40), manager, visits.confirm_deal, self.plan, deal)

	def _time_off(self) -> Iterator[Act]:
		for off in self.plan.time_off:
			if off.asked_on == self.day:
				number = self.plan.person(off.agent).number
				yield self._act(time(9, 2), off.agent, time_off.ask, number, off)
				yield self._act(time(9, 40), self._leader(off.agent), time_off.approve, number, off)
