"""What a simulation found, per person, by rule and in sum: before against after (decision 16)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import frappe
from frappe.utils import flt

from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.rule_options import OutcomeType, SubjectType
from dianjian_app.people.period import Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_entry.incentive_entry import IncentiveEntry

BEFORE, AFTER = "before", "after"
"""the rules that people were under, and the ones that are tried"""


def _both() -> dict[str, float]:
	return {BEFORE: 0.0, AFTER: 0.0}


@dataclass
class _Person:
	"""What one person would have got, in yuan and days, before and after."""

	money: dict[str, float] = field(default_factory=_both)
	leave: dict[str, float] = field(default_factory=_both)
	by_rule: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(_both))
	proposals: dict[str, list[str]] = field(default_factory=lambda: {BEFORE: [], AFTER: []})

	def as_row(self, agent: str, name: str) -> dict:
		"""The person's row of the report."""
		by_rule = {
			family: [round(sums[BEFORE], 2), round(sums[AFTER], 2)]
			for family, sums in sorted(self.by_rule.items())
			if any(sums.values())
		}
		return {
			"agent": agent,
			"name": name,
			"before": round(self.money[BEFORE], 2),
			"after": round(self.money[AFTER], 2),
			"difference": round(self.money[AFTER] - self.money[BEFORE], 2),
			"leave_before": self.leave[BEFORE],
			"leave_after": self.leave[AFTER],
			"by_rule": by_rule,
			"proposals": [self.proposals[BEFORE], self.proposals[AFTER]],
		}


class SimulationSums:
	"""Adds lines and entries up: what people get, and groups and centres together."""

	def __init__(self) -> None:
		self.people: dict[str, _Person] = defaultdict(_Person)
		self.others = _both()

	def add_lines(self, world: str, lines: Iterable[Line], posted_months: Iterable[str]) -> None:
		"""Computed lines. Before: those of posted months count as they were posted, not as they are computed."""
		posted = set(posted_months) if world == BEFORE else set()
		for ln in lines:
			agent = ln.key.subject.name if ln.key.subject.type is SubjectType.AGENT else None
			if ln.is_proposal and agent:
				self.people[agent].proposals[world].append(ln.key.outcome_type.value)
			elif ln.is_entry and Period.month_of(ln.key.period.end).month_text not in posted:
				self._add(world, agent, ln.key.family, ln.key.outcome_type.value, ln.amount, ln.quantity)

	def add_entries(self, entries: Iterable[IncentiveEntry]) -> None:
		"""What was posted is what people got before."""
		for e in entries:
			self._add(BEFORE, e.agent, e.family, e.outcome_type, e.amount, e.quantity)

	def _add(
		self, world: str, agent: str | None, family: str, outcome: str, amount: object, quantity: object
	) -> None:
		if agent is None:
			self.others[world] += flt(amount)
		elif outcome == OutcomeType.MONEY.value:
			self.people[agent].money[world] += flt(amount)
			self.people[agent].by_rule[family][world] += flt(amount)
		elif outcome == OutcomeType.LEAVE_DAYS.value:
			self.people[agent].leave[world] += flt(quantity)


def simulation_report(
	lines: Mapping[str, Sequence[Line]], posted: Mapping[str, Sequence[IncentiveEntry]]
) -> dict:
	"""The figures of a simulation as plain data: each person's row, the cost before and after, who gains and who loses.

	lines: BEFORE and AFTER → computed lines; posted: published month → its entries.
	"""
	sums = SimulationSums()
	for world, found in lines.items():
		sums.add_lines(world, found, posted)
	for entries in posted.values():
		sums.add_entries(entries)
	names = _names_of(sums.people)
	rows = [person.as_row(agent, names.get(agent, agent)) for agent, person in sorted(sums.people.items())]
	cost = {
		world: round(sum(row[world] for row in rows) + sums.others[world], 2) for world in (BEFORE, AFTER)
	}
	return {
		"agents": rows,
		"cost_before": cost[BEFORE],
		"cost_after": cost[AFTER],
		"difference": round(cost[AFTER] - cost[BEFORE], 2),
		"winners": sum(row["difference"] > 0 for row in rows),
		"losers": sum(row["difference"] < 0 for row in rows),
	}


def _names_of(agents: Iterable[str]) -> dict[str, str]:
	names = list(agents)
	if not names:
		return {}
	filters = {"name": ("in", names)}
	return dict(frappe.get_all("Sales Staff", filters, ["name", "staff_name"], as_list=True))
