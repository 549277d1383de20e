"""Today at a demo's centre: sheets under way, registers to sign, visitors at every stage, a deal and an appeal that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial

import frappe

from dianjian_app import roles
from dianjian_app.demo import living, resources, sheets, visits
from dianjian_app.demo.acting import MoveTo, acting_as, switch_to
from dianjian_app.demo.days import Act
from dianjian_app.demo.plan import Plan, SheetFact, VisitFact
from dianjian_app.demo.settle import settlement_of
from dianjian_app.visits import custody

OPENS, AT_LEAST, EVE = time(9, 0), timedelta(hours=2), time(0, 1)
DO = {
	living.ARRIVE: custody.record_arrival,
	living.CONTACT: custody.record_contact,
	living.LEAD_IN: custody.record_lead_in,
	living.SIGN: custody.sign,
}
AFTER = {living.ARRIVE: -1, living.CONTACT: 0, living.LEAD_IN: 4, living.SIGN: 40}
"""minutes after the planned time at which an act is done, as long as it is past"""
INVITED = 2
"""rows at most of a register that waits for the leader"""


class Today:
	"""What has been done today at the place of a plan until now."""

	def __init__(self, plan: Plan, now: datetime) -> None:
		self.plan, self.now = plan, now
		midnight = datetime.combine(now.date(), EVE)
		# before the centre opens, the morning is moved: the demo is alive at night, too
		self.begin = min(datetime.combine(now.date(), OPENS), max(midnight, now - AT_LEAST))
		self.begin = min(self.begin, now - timedelta(seconds=30))
		self.sheets = [s for s in plan.sheets if s.day == now.date()]
		self.calls: dict[str, list[sheets.Call]] = {}

	def play(self, move_to: MoveTo) -> None:
		"""Do everything in the order of time, each act in its person's session."""
		with acting_as(frappe.session.user):
			for act in sorted(self._acts(), key=lambda a: (a.at, a.user)):
				move_to(act.at)
				switch_to(act.user)
				act.do()

	def _acts(self) -> Iterator[Act]:
		by_group: dict[str, list[SheetFact]] = {}
		for fact in [s for s in self.sheets if s.fresh]:
			by_group.setdefault(self.plan.group_of(fact.agent, fact.day), []).append(fact)
		for group, facts in by_group.items():
			leader = self.plan.leader_of(facts[0].agent, self.now.date())
			yield self._act(0.0, leader, resources.hand_out_for, self.plan, group, facts)
		for fact in self.sheets:
			for n in range(fact.leads):
				yield self._act((n + 1) / (fact.leads + 2), fact.agent, self._log, fact, n)
		for fact in self.sheets[::2]:
			yield self._act(0.97, fact.agent, self._register, fact)
		for visit in self.plan.visits:
			if visit.key.startswith("today"):
				yield from self._visit(visit)
		yield from self._deal()
		yield from self._appeal()

	def _act(self, share: float, who: str, do: Callable, *args: object) -> Act:
		"""An act after a share of the time between the morning's begin and now."""
		at = self.begin + (self.now - self.begin) * share
		return Act(at, self.plan.person(who).user, partial(do, *args))

	def _log(self, fact: SheetFact, n: int) -> None:
		if fact.agent not in self.calls:
			self.calls[fact.agent] = sheets.plan_calls(
				fact, self.plan.number(fact.agent), [], self.now.time(), self.begin.time()
			)
		sheets.log(self.calls[fact.agent][n])

	def _register(self, fact: SheetFact) -> None:
		"""Up to two of the customers who are interested today are invited for tomorrow; the leader has not signed yet."""
		tomorrow = self.now.date() + timedelta(days=1)
		doc = frappe.new_doc("Invitation Register", agent=self.plan.number(fact.agent), date=fact.day)
		for n, call in enumerate(self.calls[fact.agent][: min(INVITED, fact.intention)]):
			doc.append(
				"rows", {"lead": call.lead, "planned_at": datetime.combine(tomorrow, time(10 + 4 * n, 0))}
			)
		doc.insert()

	def _visit(self, visit: VisitFact) -> Iterator[Act]:
		fact = [v for v in living.VISITS_TODAY if v.agent == visit.agent][int(visit.key.rsplit("/", 1)[1])]
		who = {
			living.ARRIVE: self.plan.holder(roles.FRONT_DESK).key,
			living.CONTACT: visit.agent,
			living.LEAD_IN: self.plan.holder(roles.FRONT_DESK).key,
			living.SIGN: visit.receptionist,
		}
		for n, act in enumerate(fact.done):
			at = min(
				visit.planned_at + timedelta(minutes=AFTER[act]), self.now - timedelta(seconds=len(DO) - n)
			)
			yield Act(
				max(at, self.begin), self.plan.person(who[act]).user, partial(self._custody, visit, DO[act])
			)

	def _custody(self, visit: VisitFact, do: Callable[[str], str]) -> None:
		do(visits.name_of(self.plan, visit))

	def _deal(self) -> Iterator[Act]:
		"""The customer of the last counted visit has bought; the manager has not confirmed it yet."""
		sold = {deal.visit for deal in self.plan.deals}
		counted = [
			v
			for v in self.plan.visits
			if v.came and v.contacted and v.planned_at.date() < self.now.date() and v.key not in sold
		]
		if counted:
			yield self._act(0.9, counted[-1].receptionist, self._record_deal, counted[-1])

	def _record_deal(self, visit: VisitFact) -> None:
		frappe.get_doc(
			doctype="Sales Deal",
			visit=visits.name_of(self.plan, visit),
			product_type="高层",
			units=1,
			amount=1_330_000,
			date=self.now.date(),
		).insert()

	def _appeal(self) -> Iterator[Act]:
		"""An agent does not agree with a deduction of the month that has just been published."""
		for agent in self.plan.agents:
			entry = self._deduction_of(agent.number)
			if entry:
				yield self._act(0.95, agent.key, self._file_appeal, entry)
				return

	def _deduction_of(self, agent: str) -> str | None:
		settlement = settlement_of(self.plan.month, self.plan.place.name)
		if not settlement:
			return None
		filters = {"settlement": settlement.name, "agent": agent, "amount": ("<", 0)}
		return frappe.db.get_value("Incentive Entry", filters, "name", order_by="seq")

	def _file_appeal(self, entry: str) -> None:
		frappe.get_doc(
			doctype="Incentive Appeal",
			kind="An Entry",
			entry=entry,
			grounds="当天下午外出陪同客户看房两小时，已向组长报备，请按出勤折算当日任务。",
		).insert()
